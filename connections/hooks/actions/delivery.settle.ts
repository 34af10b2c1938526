import { defineAction, T, type Static } from '#kernel'
import { Endpoint } from '../entities.ts'
import { endpointFailed } from '../events.ts'
import { FAILING_MS_MAX, nextAttempt } from '../schedule.ts'

const Outcome = T.Object({
  delivery: T.Id(),
  status: T.Optional(T.Integer()),
  error: T.Optional(T.String()),
  took_ms: T.Integer(),
  retry_after_s: T.Optional(T.Number()),
})
export type Outcome = Static<typeof Outcome>

/** The receiver says that it will never be there again (Standard Webhooks). */
const GONE = 410

export const settleDeliveries = defineAction({
  id: 'hooks.delivery.settle',
  kind: 'command',
  effect: 'local',
  title: 'Keep what became of deliveries',
  description: 'Only the sender calls this.',
  input: T.Object({ endpoint: T.Id(), outcomes: T.Array(Outcome), more: T.Boolean() }),
  output: T.Object({ state: T.String() }),
  emits: [endpointFailed],
  scope: 'hooks.manage',
  internal: true,
}).run(async ({ endpoint, outcomes, more }, ctx) => {
  const records = ctx.records(Endpoint)
  const before = await records.find(endpoint)
  if (!before) return { state: 'off' }
  const attempts = new Map(
    (
      await ctx.sql<{ id: string; attempts: number }>`
        SELECT id, attempts::int FROM hooks.delivery WHERE org = ${ctx.org} AND id = ANY(${outcomes.map(({ delivery }) => delivery)}::uuid[]) FOR UPDATE`
    ).map((row) => [row.id, row.attempts + 1]),
  )
  const settled = outcomes.flatMap((outcome) => {
    const tries = attempts.get(outcome.delivery)
    if (tries === undefined) return []
    const fine = isFine(outcome)
    const due = fine ? undefined : nextAttempt(tries, ctx.now, outcome.retry_after_s)
    return [{ ...outcome, tries, due, state: fine ? 'delivered' : due ? 'waiting' : 'given_up' }]
  })
  await ctx.sql`
    UPDATE hooks.delivery d SET state = s.state, attempts = s.tries, due_at = s.due, status = s.status, error = s.error, took_ms = s.took, updated_at = now(), rev = rev + 1
    FROM unnest(${settled.map(({ delivery }) => delivery)}::uuid[], ${settled.map(({ state }) => state)}::text[], ${settled.map(({ tries }) => tries)}::int[],
      ${settled.map(({ due }) => due?.toISOString() ?? null)}::timestamptz[], ${settled.map(({ status }) => status ?? null)}::int[], ${settled.map(({ error }) => error ?? null)}::text[], ${settled.map(({ took_ms }) => took_ms)}::int[])
      AS s(id, state, tries, due, status, error, took)
    WHERE d.org = ${ctx.org} AND d.id = s.id`
  const last = settled.at(-1)
  const arrived = settled.some(({ state }) => state === 'delivered')
  const since = arrived ? undefined : (before.failing_since ?? ctx.now.toISOString())
  const gone = settled.some(({ status }) => status === GONE)
  const off =
    gone || (since !== undefined && ctx.now.getTime() - Date.parse(since) > FAILING_MS_MAX)
  const state = off ? 'off' : since === undefined ? 'active' : 'failing'
  await records.unchecked('what the sender found').update(endpoint, {
    state,
    failing_since: since ?? null,
    last_status: last?.status ?? null,
    last_error: last?.error ?? null,
    ...(arrived ? { delivered_at: ctx.now.toISOString() } : {}),
  })
  if (off)
    ctx.emit(
      endpointFailed,
      { endpoint, owner: before.owner, name: before.name },
      { subject: endpoint },
    )
  if (off) return { state }
  // By its id: it imports this file.
  const drain = ctx.registry.action('hooks.endpoint.drain')
  for (const at of new Set(settled.flatMap(({ due }) => (due ? [together(due)] : []))))
    ctx.enqueue(drain, { endpoint }, { key: `retry ${endpoint} ${at}`, at: new Date(at) })
  if (more) ctx.enqueue(drain, { endpoint }, { key: `drain ${endpoint}` })
  return { state }
})

const isFine = ({ status }: Outcome): boolean =>
  status !== undefined && status >= 200 && status < 300

/** Retries of one endpoint come together: in the same ten seconds. */
const together = (due: Date): string =>
  new Date(Math.ceil(due.getTime() / 10_000) * 10_000).toISOString()
