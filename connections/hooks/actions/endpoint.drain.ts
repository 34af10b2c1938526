import { defineAction, T } from '#kernel'
import { cloudEvent, type Stored } from '../cloud-event.ts'
import { secretsOf } from '../secret.ts'
import { send } from '../send.ts'
import { settleDeliveries, type Outcome } from './delivery.settle.ts'

/** At once, to one endpoint; and in one job. */
const AT_ONCE = 8
const PER_JOB = 200
/** Shorter than a job's lease: should this node die, the job that another takes finds them due. */
const TAKEN_MS = 45_000

interface Due extends Stored {
  readonly delivery: string
}

export const drainEndpoint = defineAction({
  id: 'hooks.endpoint.drain',
  kind: 'command',
  effect: 'outside',
  title: 'Deliver what is due',
  description: 'Sends one webhook what waits for it. Only the queue calls this.',
  input: T.Object({ endpoint: T.Id() }),
  output: T.Object({ sent: T.Integer() }),
  silent: 'the settling tells it',
  scope: 'hooks.manage',
  internal: true,
}).run(async ({ endpoint }, ctx) => {
  const [to] = await ctx.sql<{ url: string }>`
    SELECT url FROM hooks.endpoint WHERE org = ${ctx.org} AND id = ${endpoint} AND state <> 'off'`
  if (!to) return { sent: 0 }
  // Taken for a while, so that a job that runs beside this one does not send them too.
  const due = await ctx.sql<Due>`
    UPDATE hooks.delivery d SET due_at = clock_timestamp() + ${TAKEN_MS} * interval '1 ms'
    FROM (
      SELECT org, id FROM hooks.delivery WHERE org = ${ctx.org} AND endpoint = ${endpoint} AND due_at <= clock_timestamp()
      ORDER BY due_at LIMIT ${PER_JOB} FOR UPDATE SKIP LOCKED
    ) t, kernel.event e
    WHERE d.org = t.org AND d.id = t.id AND e.org = d.org AND e.id = d.event
    RETURNING d.id AS delivery, e.id, e.org, e.type, e.at, e.actor, e.payload, e.stream, e.seq`
  const secrets = await secretsOf(ctx, endpoint)
  const outcomes: Outcome[] = []
  const queue = [...due]
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { delivery, ...event } = next
      outcomes.push({
        delivery,
        ...(await send(ctx, to.url, secrets, cloudEvent(event, ctx.publicUrl))),
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, worker))
  if (outcomes.length > 0)
    await ctx.callAsModule(settleDeliveries, { endpoint, outcomes, more: due.length === PER_JOB })
  return { sent: outcomes.length }
})
