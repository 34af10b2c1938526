import { createHash, randomBytes } from 'node:crypto'
import { fail, type Context, type RecordOf } from '#kernel'
import { setDependents } from '#connections/vault'
import { resolveEvent } from '#modules/standards'
import { canonical } from './canonical.ts'
import type { Flow as Definition } from './definition.ts'
import { Flow, Version } from './entities.ts'
import { kinds } from './kinds.ts'
import { programOf } from './program.ts'
import { strictly } from './strict.ts'
import { firstTick } from './ticks.ts'

export { canonical } from './canonical.ts'

export type FlowRow = RecordOf<typeof Flow>

export const hashOf = (definition: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(canonical(definition)))
    .digest('hex')

/** A flow is at most as long as this; more steps belong into sub-flows. */
const DEFINITION_MAX = 300_000

export function checked(definition: unknown, { registry }: Pick<Context, 'registry'>): Definition {
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition))
    throw fail('invalid', 'A flow is an object.', 'See the format in the documentation.')
  if (JSON.stringify(definition).length > DEFINITION_MAX)
    throw fail(
      'invalid',
      'The flow is too long.',
      'Move some of its steps into a flow of their own.',
    )
  const flow = definition as Definition
  if (typeof flow.trigger?.kind !== 'string' || typeof flow.title !== 'string' || !flow.title)
    throw fail('invalid', 'A flow has a title, a trigger and steps.', 'Add what is missing.')
  programOf(flow, kinds, strictly(registry))
  return flow
}

/** What other people do may start a flow only for those who may see it all. */
const OTHERS = ['event', 'record', 'mention']

export function mayTrigger(ctx: Context, { trigger }: Definition): void {
  if (OTHERS.includes(trigger.kind) && !ctx.actor.scopes.has('flows.admin'))
    throw fail(
      'forbidden',
      'Only administrators of flows make flows that begin by what others do.',
      'Ask one of them to keep this flow.',
      { scope: 'flows.admin' },
    )
}

/** What the flow's row keeps of its version, so that triggers find it. */
export async function triggerOf(
  ctx: Pick<Context, 'sql' | 'org' | 'registry'>,
  { trigger }: Definition,
): Promise<{ trigger_kind: string; trigger_on: string | null; watches: string | null }> {
  const { kind } = trigger
  const on = { record: RECORD_CHANGED, mention: 'chat.message.sent' }[kind as 'record']
  return {
    trigger_kind: kind,
    trigger_on: kind === 'event' ? await eventFor(ctx, trigger.event) : (on ?? null),
    watches: kind === 'record' ? trigger.entity : null,
  }
}
/** A standard's event is the one of the module that the organisation has chosen for it. */
export async function eventFor(
  { sql, org, registry }: Pick<Context, 'sql' | 'org' | 'registry'>,
  event: string,
): Promise<string | null> {
  if (!event.includes('#')) return event
  return (await resolveEvent(sql, org, registry, event))?.id ?? null
}
/** What the kernel writes into the log when a watched record came, changed or went. */
export const RECORD_CHANGED = 'record.changed'

export async function addVersion(
  ctx: Context,
  flow: { id: string; owner: string },
  number: number,
  definition: Definition,
  note?: string,
): Promise<void> {
  await ctx.records(Version).create({
    flow: flow.id,
    number,
    definition: canonical(definition),
    hash: hashOf(definition),
    made_by: ctx.actor.id,
    owner: flow.owner,
    ...(note === undefined ? {} : { note }),
  })
}

/** The vault names what has stopped when an account does. */
export const tellVault = (
  ctx: Context,
  { id, title, accounts, state }: Pick<FlowRow, 'id' | 'title' | 'accounts' | 'state'>,
): Promise<unknown> =>
  ctx.call(setDependents, {
    kind: 'flow',
    ref: id,
    title,
    link: `/flows/${id}`,
    accounts: state === 'deleted' ? [] : [...new Set(Object.values(accounts ?? {}))],
  })

export const newHook = (): string => randomBytes(24).toString('base64url')

/** A schedule or poll stands in the list of what is due while the flow is enabled. */
export async function planTick(ctx: Context, flow: FlowRow, definition: Definition): Promise<void> {
  const next = flow.state === 'enabled' ? firstTick(definition, ctx.now) : undefined
  if (!next) {
    // A poll's cursor stays: enabled again, it goes on where it was.
    await ctx.sql`UPDATE flows.tick SET next_at = 'infinity' WHERE org = ${ctx.org} AND flow = ${flow.id}`
    return
  }
  await ctx.sql`
    INSERT INTO flows.tick (org, flow, next_at) VALUES (${ctx.org}, ${flow.id}, ${next.toISOString()}::timestamptz)
    ON CONFLICT (org, flow) DO UPDATE SET next_at = excluded.next_at, error = NULL, failures = 0`
}

/** How far a poll has come in one list says nothing about another. */
export async function forgetCursor(
  ctx: Context,
  flow: string,
  before: Definition,
  now: Definition,
): Promise<void> {
  if (polledBy(before) === polledBy(now)) return
  await ctx.sql`UPDATE flows.tick SET cursor = NULL WHERE org = ${ctx.org} AND flow = ${flow}`
}
const polledBy = ({ trigger }: Definition): string =>
  trigger.kind === 'poll' ? JSON.stringify(canonical([trigger.action, trigger.input])) : ''

export async function definitionOf(
  ctx: Context,
  flow: string,
  number: number,
): Promise<Definition> {
  const found = await ctx.records(Version).first({ where: { flow, number } })
  if (!found) throw fail('notFound', 'There is no such version.', 'List the versions of the flow.')
  return found.definition as Definition
}

/** The webhook's secret, kept sealed; made when none is given and none is there. Answers it only when made. */
export async function keepSecret(
  ctx: Context,
  flow: string,
  { trigger }: Definition,
  given: string | undefined,
): Promise<string | undefined> {
  if (trigger.kind !== 'webhook' || !trigger.verify) return undefined
  const [row] = await ctx.sql<{ kept: boolean }>`
    SELECT secret IS NOT NULL AS kept FROM flows.flow WHERE org = ${ctx.org} AND id = ${flow}`
  if (given === undefined && row?.kept) return undefined
  const secret = given ?? `whsec_${randomBytes(32).toString('base64')}`
  await ctx.sql`
    UPDATE flows.flow SET secret = ${ctx.secrets.seal(secret, hookBound(flow))} WHERE org = ${ctx.org} AND id = ${flow}`
  return given === undefined ? secret : undefined
}
export const hookBound = (flow: string): string => `flows.hook ${flow}`
