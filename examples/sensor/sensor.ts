/**
 * A sensor on a machine that gets warm. Started with the address of its QR code (CLAIM) it claims its own
 * token; then it measures, reports in batches, keeps what it could not send, and obeys its commands.
 *
 *   CLAIM='https://tenon.example/open/devices#…' DATA=./data node sensor.ts
 *
 * A line on its standard input heats the machine (`heat 92`) or cools it (`cool`); the simulator's hand.
 */
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { openMemory, type Sample } from './memory.ts'

const { CLAIM, DATA = './data', SERIAL = 'TF21-0001', INTERVAL_MS } = process.env
const { memory, keep } = openMemory(DATA)
if (INTERVAL_MS) memory.interval_ms = Number(INTERVAL_MS)

/** What one report holds at most; after a long time offline several follow. */
const BATCH = 200
const AGAIN_MS = 1000
/** As long as the server holds the line, and a little. */
const POLL_S = 20
const ANSWER_MS = 30_000

let target = 40
let temperature = 40

function measure(): Sample {
  const goal = memory.running ? target : 25
  temperature += (goal - temperature) * 0.5 + (Math.random() - 0.5) * 0.08
  const round = (value: number, digits: number) => Number(value.toFixed(digits))
  return {
    at: new Date().toISOString(),
    values: {
      temperature: round(temperature, 1),
      vibration: memory.running ? round(1.8 + Math.random(), 2) : 0,
      running: memory.running ? 1 : 0,
    },
  }
}

class Refused extends Error {
  readonly status: number
  constructor(status: number, text: string) {
    super(text)
    this.status = status
  }
}

async function ask<A>(action: string, input: object, base = memory.base!): Promise<A> {
  const response = await fetch(`${base}/api/${action}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(memory.token ? { authorization: `Bearer ${memory.token}` } : {}),
    },
    body: JSON.stringify(input),
    signal: AbortSignal.timeout(ANSWER_MS),
  })
  const body = (await response.json()) as A & { detail?: string }
  if (!response.ok) throw new Refused(response.status, body.detail ?? `answered ${response.status}`)
  return body
}

/** Its own token, once. Whoever lost its memory goes on with the number that the server waits for. */
async function claim(address: string): Promise<void> {
  const { origin, hash } = new URL(address)
  const { token, next } = await ask<{ token: string; next: number }>(
    'devices.device.claim',
    { code: hash.slice(1), serial_no: SERIAL },
    origin,
  )
  memory.base = origin
  memory.token = token
  memory.next = Math.max(memory.next, next + memory.unsent.length)
  keep()
}

async function measuring(): Promise<void> {
  for (;;) {
    memory.unsent.push(measure())
    memory.next += 1
    keep()
    await sleep(memory.interval_ms)
  }
}

/** The same numbers again after a lost answer: the server stores each once. */
async function reporting(): Promise<void> {
  for (;;) {
    const samples = memory.unsent.slice(0, BATCH)
    if (samples.length === 0) {
      await sleep(Math.min(memory.interval_ms, 200))
      continue
    }
    const from = memory.next - memory.unsent.length
    const { next } = await ask<{ next: number }>('devices.telemetry.report', { from, samples })
    memory.unsent.splice(0, Math.max(0, next - (memory.next - memory.unsent.length)))
    keep()
    say(`reported up to ${next - 1}`)
  }
}

interface Told {
  command: string
  no: number
  name: string
  input?: { seconds?: number }
}
async function obeying(): Promise<void> {
  for (;;) {
    if (memory.said) {
      await ask('devices.command.finish', memory.said)
      delete memory.said
      keep()
    }
    const { commands } = await ask<{ commands: Told[] }>('devices.command.next', {
      after: memory.command,
      wait_s: POLL_S,
    })
    const [told] = commands
    if (!told) continue
    // Done, and what is to be said of it, in one write: after a power cut it is not done twice.
    memory.said = { command: told.command, ...carryOut(told) }
    memory.command = told.no
    keep()
    say(`${told.name}: ${memory.said.state}`)
  }
}

function carryOut({ name, input }: Told): { state: 'done' | 'failed'; result?: unknown } {
  if (name === 'stop' || name === 'start') memory.running = name === 'start'
  else if (name === 'interval' && input?.seconds) memory.interval_ms = input.seconds * 1000
  else return { state: 'failed' }
  return { state: 'done', result: { running: memory.running, interval_ms: memory.interval_ms } }
}

const say = (text: string): void => console.log(text)

/** Comes back after whatever went wrong on the way; a revoked sensor waits for a new code. */
async function forever(what: string, work: () => Promise<void>): Promise<never> {
  for (;;) {
    try {
      await work()
    } catch (error) {
      const refused = error instanceof Refused && [401, 403].includes(error.status)
      say(`${what}: ${refused ? 'refused' : 'offline'} (${(error as Error).message})`)
      await sleep(refused ? AGAIN_MS * 5 : AGAIN_MS)
    }
  }
}

createInterface({ input: process.stdin }).on('line', (line) => {
  const [word, value] = line.trim().split(' ')
  if (word === 'heat') temperature = target = Number(value)
  if (word === 'cool') target = 40
})

void forever('measuring', measuring)
while (CLAIM && !memory.token) {
  try {
    await claim(CLAIM)
  } catch (error) {
    say(`not connected (${(error as Error).message})`)
    await sleep(AGAIN_MS)
  }
}
if (!memory.token) {
  console.error('Start it with CLAIM, the address of its QR code.')
  process.exit(1)
}
say('connected')
await Promise.all([forever('reporting', reporting), forever('obeying', obeying)])
