import type { Answer, Problem } from './client.ts'
import { offline } from './client.ts'
import { signal } from './signal.ts'
import { uuid } from './uuid.ts'

/** A stored event (`n` set) or a signal (`n` absent) of a stream. */
export interface StreamEvent {
  s: string
  n?: number
  e: string
  id?: string
  at?: string
  by: string
  d: Record<string, unknown>
}
export interface StreamListener {
  onEvent(event: StreamEvent): void
  /** Too much was missed, or this is the first join: fetch anew. */
  onReset?(): void
  onDenied?(problem: Problem): void
}
export type Connection = 'idle' | 'connecting' | 'open' | 'lost'

/** Waits grow from FIRST_MS to LONGEST_MS, each cut by chance, so that a restart is no stampede. */
const FIRST_MS = 400
const LONGEST_MS = 15_000
const PING_MS = 25_000
const CALL_MS = 15_000

interface Joined {
  listeners: Set<StreamListener>
  seq?: number
  epoch?: string
}

export const connection = signal<Connection>('idle')
/** Why the server closed for good: signed out, removed. */
export const farewell = signal<string | undefined>(undefined)

const streams = new Map<string, Joined>()
const waiting = new Map<number, (answer: Answer<unknown>) => void>()
let socket: WebSocket | undefined
let wanted = false
let failures = 0
let calls = 0
let heard = 0
let beat: ReturnType<typeof setInterval> | undefined
let retry: ReturnType<typeof setTimeout> | undefined

export function connect() {
  if (wanted) return
  wanted = true
  addEventListener('online', hurry)
  addEventListener('offline', lose)
  document.addEventListener('visibilitychange', hurry)
  open()
}

export function disconnect() {
  wanted = false
  removeEventListener('online', hurry)
  removeEventListener('offline', lose)
  document.removeEventListener('visibilitychange', hurry)
  clearTimeout(retry)
  socket?.close()
  streams.clear()
  connection.set('idle')
}

/** Joins a stream and says how to leave it. Several listeners share one join. */
export function listen(id: string, listener: StreamListener): () => void {
  const known = streams.get(id)
  const joined = known ?? { listeners: new Set<StreamListener>() }
  joined.listeners.add(listener)
  streams.set(id, joined)
  if (!known) queueJoin(id)
  return () => {
    joined.listeners.delete(listener)
    if (joined.listeners.size > 0 || streams.get(id) !== joined) return
    streams.delete(id)
    send({ t: 'leave', id })
  }
}

/** Runs an action over the socket; falls back to nothing when it is not open, so ask `connection` first. */
export function callOverSocket<T>(
  action: string,
  input: unknown,
  key = uuid(),
): Promise<Answer<T>> {
  return new Promise((done) => {
    if (socket?.readyState !== WebSocket.OPEN) return done({ ok: false, problem: offline })
    const n = ++calls
    const timer = setTimeout(() => settle(n, { ok: false, problem: offline }), CALL_MS)
    waiting.set(n, (answer) => {
      clearTimeout(timer)
      done(answer as Answer<T>)
    })
    send({ t: 'call', n, action, input, key })
  })
}

export function sendSignal(action: string, input: unknown) {
  send({ t: 'signal', action, input })
}

let batch: Set<string> | undefined
/** Joins asked for in one go travel in one frame. */
function queueJoin(id: string) {
  if (!batch) {
    batch = new Set()
    queueMicrotask(() => {
      const ids = [...batch!]
      batch = undefined
      join(ids)
    })
  }
  batch.add(id)
}

function join(ids: string[]) {
  const list = ids.flatMap((id) => {
    const joined = streams.get(id)
    if (!joined) return []
    return [joined.epoch === undefined ? { id } : { id, seq: joined.seq, epoch: joined.epoch }]
  })
  if (list.length > 0) send({ t: 'join', ids: list })
}

function open() {
  connection.set(failures === 0 ? 'connecting' : 'lost')
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws'
  const ws = new WebSocket(`${scheme}://${location.host}/realtime`)
  socket = ws
  ws.onmessage = (message) => {
    heard = Date.now()
    receive(JSON.parse(String(message.data)) as { t: string })
  }
  ws.onclose = () => socket === ws && lose()
}

/** The line is gone: whoever waits is told, and it is tried again. */
function lose() {
  const gone = socket
  socket = undefined
  gone?.close()
  clearInterval(beat)
  for (const n of waiting.keys()) settle(n, { ok: false, problem: offline })
  if (!wanted) return
  clearTimeout(retry)
  failures++
  connection.set('lost')
  const wait =
    Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures, 8)) * (0.4 + Math.random() * 0.6)
  retry = setTimeout(open, wait)
}

function hurry() {
  if (document.visibilityState === 'hidden' || !wanted) return
  if (socket?.readyState === WebSocket.OPEN) return send({ t: 'ping' })
  if (socket?.readyState === WebSocket.CONNECTING) return
  clearTimeout(retry)
  open()
}

function send(frame: object) {
  if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame))
}

function settle(n: number, answer: Answer<unknown>) {
  waiting.get(n)?.(answer)
  waiting.delete(n)
}

function receive(frame: Record<string, unknown> & { t: string }) {
  const id = frame.id as string
  if (frame.t === 'welcome') return welcome()
  if (frame.t === 'event') return deliver(frame as unknown as StreamEvent)
  if (frame.t === 'signal')
    return tell(frame.s as string, (listener) => listener.onEvent(frame as unknown as StreamEvent))
  if (frame.t === 'result') {
    const problem = frame.problem as Problem | undefined
    return settle(
      frame.n as number,
      problem ? { ok: false, problem } : { ok: true, value: frame.ok },
    )
  }
  if (frame.t === 'joined' || frame.t === 'reset') {
    const joined = streams.get(id)
    if (!joined) return
    const fresh = frame.t === 'reset' || frame.recovered !== true
    joined.epoch = frame.epoch as string
    // When recovered, the missed events follow and carry their own numbers.
    if (fresh || joined.seq === undefined) joined.seq = frame.seq as number
    if (fresh) tell(id, (listener) => listener.onReset?.())
    return
  }
  if (frame.t === 'denied') {
    tell(id, (listener) => listener.onDenied?.(frame.problem as Problem))
    return void streams.delete(id)
  }
  if (frame.t === 'bye') farewell.set(String(frame.reason))
}

function welcome() {
  failures = 0
  connection.set('open')
  join([...streams.keys()])
  clearInterval(beat)
  beat = setInterval(() => {
    // A half-open connection tells nothing; two silent beats end it.
    if (Date.now() - heard > PING_MS * 2) return socket?.close()
    send({ t: 'ping' })
  }, PING_MS)
}

function deliver(event: StreamEvent) {
  const joined = streams.get(event.s)
  if (!joined) return
  if (event.n !== undefined && joined.seq !== undefined) {
    if (event.n <= joined.seq) return
    // A hole: ask again from the last position known.
    if (event.n > joined.seq + 1) return join([event.s])
    joined.seq = event.n
  }
  tell(event.s, (listener) => listener.onEvent(event))
}

function tell(id: string, work: (listener: StreamListener) => void) {
  for (const listener of streams.get(id)?.listeners ?? []) work(listener)
}
