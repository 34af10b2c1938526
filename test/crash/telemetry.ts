import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { SEED, seeded } from '../../kernel/testing.ts'
import { decode } from '../../modules/devices/codec.ts'
import { none } from '../tree.ts'
import { until } from './rounds.ts'
import { call, crashServer, faultsOf, found } from './server.ts'

const DEVICES = 12
const AGAIN_MS = 50
const SAMPLES = 5
const METRIC = 'count'
/** Every so many samples one lies above the limit, and the next below it. */
const HOT_EACH = 40
const LIMIT = 1e9

interface Sender {
  readonly device: string
  readonly token: string
  /** Acknowledged up to here, this one left out. */
  next: number
}

/** Devices report under load while server and database die; afterwards every sample is there once, and every alarm. */
export async function crashTelemetry(rounds: number, say: (line: string) => void): Promise<void> {
  const random = seeded(SEED)
  await using server = await crashServer()
  await server.start()
  const { admin } = await found(server, 1)
  const senders = await register(server.url, admin.token)
  const strange: string[] = []
  let stopped = false
  const sending = senders.map(async (sender) => {
    while (!stopped) await report(server.url, sender, strange)
  })
  const acknowledged = () => senders.reduce((sum, { next }) => sum + next - 1, 0)
  for (let round = 1; round <= rounds; round++) {
    await sleep(100 + random() * 500)
    const victim = (['server', 'postmaster', 'both'] as const)[Math.floor(random() * 3)]!
    const before = acknowledged()
    const postmaster = victim === 'server' ? undefined : await server.postgres('postmaster')
    const dying = victim === 'postmaster' ? undefined : server.kill()
    if (postmaster) process.kill(postmaster, 'SIGKILL')
    await dying
    if (!server.alive()) await server.start()
    await until(
      () => acknowledged() > before + SAMPLES * 20,
      `round ${round}: nothing is taken any more after the death of the ${victim}`,
    )
    say(`round ${round} of ${rounds}: ${victim} died; ${acknowledged()} samples acknowledged`)
  }
  stopped = true
  await Promise.all(sending)
  const wrong = await server.owner(async (client) => {
    await until(async () => (await alarms(client, senders)).length === 0, '').catch(() => undefined)
    return [
      ...strange.slice(0, 5),
      ...(await points(client, senders)),
      ...(await alarms(client, senders)),
    ]
  })
  none(wrong.length ? [...wrong, ...faultsOf(server)] : [])
  say(`${acknowledged()} samples, each of them once`)
}

async function register(url: string, admin: string): Promise<Sender[]> {
  const kind = (await call(url, admin, 'devices.kind.create', {
    name: 'Counter',
    metrics: [{ key: METRIC, title: 'Count' }],
  })) as { id: string }
  await call(url, admin, 'devices.rule.create', {
    name: 'High',
    kind: kind.id,
    metric: METRIC,
    comparison: 'gt',
    threshold: LIMIT,
    severity: 'warning',
  })
  return Promise.all(
    Array.from({ length: DEVICES }, async (_, n) => {
      const { id } = (await call(url, admin, 'devices.device.create', {
        name: `Counter ${n}`,
        kind: kind.id,
      })) as { id: string }
      const { address } = (await call(url, admin, 'devices.device.invite', { device: id })) as {
        address: string
      }
      const { token } = (await call(url, admin, 'devices.device.claim', {
        code: new URL(address).hash.slice(1),
      })) as { token: string }
      return { device: id, token, next: 1 }
    }),
  )
}

/** A sample's value says its number, so that none can be lost, doubled or mixed up unseen. */
const valueOf = (n: number): number => (n % HOT_EACH === 0 ? LIMIT + n : n)

/** The same numbers until they are acknowledged. */
async function report(url: string, sender: Sender, strange: string[]): Promise<void> {
  const from = sender.next
  const samples = Array.from({ length: SAMPLES }, (_, n) => ({
    at: new Date(1_780_000_000_000 + (from + n) * 1000).toISOString(),
    values: { [METRIC]: valueOf(from + n) },
  }))
  try {
    const response = await fetch(`${url}/api/devices.telemetry.report`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${sender.token}` },
      body: JSON.stringify({ from, samples }),
      signal: AbortSignal.timeout(10_000),
    })
    const answer = (await response.json()) as { next?: number; code?: string; detail?: string }
    if (response.ok) {
      if (answer.next !== from + SAMPLES)
        strange.push(`${sender.device}: ${from} was answered with ${answer.next}`)
      sender.next = answer.next!
      return
    }
    if (!['unavailable', 'limited'].includes(answer.code ?? ''))
      strange.push(`report: ${response.status} ${answer.detail}`)
  } catch {
    // Nobody is there: it comes back.
  }
  await sleep(AGAIN_MS)
}

/** Every acknowledged sample once, in its order, and none beside them but the last that nobody heard of. */
async function points(client: pg.Client, senders: readonly Sender[]): Promise<string[]> {
  const wrong: string[] = []
  let all = 0
  for (const { device, next } of senders) {
    const { rows } = await client.query<{ data: Buffer }>(
      `SELECT data FROM (SELECT hour AS at, 0 AS seq, data FROM devices.hour WHERE device = $1 UNION ALL
       SELECT 'infinity', seq, data FROM devices.report WHERE device = $1) s ORDER BY at, seq`,
      [device],
    )
    const values = rows.flatMap(({ data }) => decode(data).flatMap(({ value }) => value))
    all += values.length
    const stored = values.length
    if (stored < next - 1 || stored > next - 1 + SAMPLES)
      wrong.push(`${device} has ${stored} samples, ${next - 1} were acknowledged`)
    const odd = values.findIndex((value, n) => value !== valueOf(n + 1))
    if (odd !== -1) wrong.push(`${device}: sample ${odd + 1} is ${values[odd]}`)
  }
  assert.ok(all > 200, 'there was a load')
  return wrong
}

/** One alarm for each value above the limit, and cleared by the value after it. */
async function alarms(client: pg.Client, senders: readonly Sender[]): Promise<string[]> {
  // What a dead server held would be taken up by another a minute later, and what failed then.
  await client.query(
    `UPDATE kernel.job SET lease_until = least(lease_until, now()), run_at = least(run_at, now()) WHERE action LIKE 'devices.alarm.%'`,
  )
  const { rows } = await client.query<{ device: string; value: number; n: number; open: number }>(
    `SELECT device, value, count(*)::int AS n, count(*) FILTER (WHERE state <> 'cleared')::int AS open FROM devices.alarm GROUP BY device, value`,
  )
  const found_ = new Map(rows.map((row) => [`${row.device} ${row.value}`, row]))
  return senders.flatMap(({ device, next }) =>
    Array.from({ length: Math.floor((next - 1) / HOT_EACH) }, (_, n) => (n + 1) * HOT_EACH).flatMap(
      (n) => {
        const row = found_.get(`${device} ${valueOf(n)}`)
        if (row?.n !== 1) return [`${device}: ${valueOf(n)} has ${row?.n ?? 0} alarms`]
        return row.open && n < next - 1 ? [`${device}: the alarm of ${n} was never cleared`] : []
      },
    ),
  )
}
