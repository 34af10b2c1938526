import type { Actor } from './actor.ts'
import type { Database, Session } from './database.ts'
import type { AnyAction } from './define.ts'
import { fail, TenonError } from './errors.ts'
import { flush, outsideRow, type Journal } from './flush.ts'
import { makeGroups, type Grouped } from './group.ts'
import { newId } from './id.ts'
import { JsonText } from './json-text.ts'
import type { CallOptions } from './kernel.ts'
import { answered, inputHash, outputOf, type OnceKey } from './once.ts'
import {
  openBatchContext,
  openContext,
  openItem,
  type Frame,
  type Surroundings,
} from './open-context.ts'
import { translate } from './postgres-errors.ts'
import { noteChanges, noteTold, toldBy, type Told } from './told.ts'
import { newUnit, type Unit, type Written } from './unit.ts'
import { validateInput, validateOutput } from './validate.ts'

/** A command in conflict with another (deadlock, twin of an idempotency key) is tried anew. */
const TRIES_MAX = 3

export interface CallDeps extends Omit<Surroundings, 'nested' | 'alone'> {
  readonly database: Database
  readonly journal: Journal
  /** Asked last inside every transaction that has events. */
  readonly ours: (session: Session) => void
  /** Whose changes are told in the log. */
  readonly watched: (org: string, entity: string) => boolean
  readonly committed: (written: Written, told: readonly Told[], logged: boolean) => void
}

/**
 * The one pipeline: resolve → authenticate (the door did) → scope → validate input → transaction → run
 * → validate output → audit → outbox → commit → publish. Nothing else runs an action.
 */
export function makeCall(deps: CallDeps) {
  const around: Surroundings = { ...deps, nested, alone: call }
  const grouped = makeGroups(runBatch)

  async function call(
    target: AnyAction | string,
    input: unknown,
    actor: Actor,
    options: CallOptions,
  ): Promise<unknown> {
    const action = typeof target === 'string' ? deps.registryOf(actor.org).action(target) : target
    try {
      admit(action, input, actor, options)
      if (action.kind === 'query') return await query(action, input, actor, options)
      const once = onceKey(action, input, actor, options)
      // What a caller runs last in a transaction may undo it: then it undoes nobody else's.
      if (action.batch && !options.after)
        return await grouped(action, { input, actor, options, once })
      if (action.kind === 'signal') return await query(action, input, actor, options)
      return await (action.effect === 'outside'
        ? outside(action, input, actor, options)
        : command(action, input, actor, options, once))
    } catch (caught) {
      const error = translate(caught)
      if (action.kind === 'command')
        deps.journal.add(
          outsideRow(
            action,
            input,
            actor,
            options,
            error instanceof TenonError ? error.code : 'internal',
          ),
        )
      throw error
    }
  }

  const frameOf = (
    action: AnyAction,
    actor: Actor,
    options: CallOptions,
    session: Session,
    unit: Unit | undefined,
  ): Frame => ({
    action,
    actor,
    org: actor.org,
    registry: deps.registryOf(actor.org),
    session,
    unit,
    changes: [],
    options,
    depth: 0,
  })

  async function query(
    action: AnyAction,
    input: unknown,
    actor: Actor,
    options: CallOptions,
  ): Promise<unknown> {
    const frame = frameOf(action, actor, options, deps.database.reader(actor.org), undefined)
    const run = (options.asText && action.text) || action.handler!
    const output = await run(input as never, openContext(around, frame) as never)
    validateOutput(action.output, action.sampled ? sampleOf(output) : output, action.id)
    if (action.audited) deps.journal.add(outsideRow(action, input, actor, options, 'ok'))
    return output
  }

  /** Runs `work` in a transaction of its own, retrying what lost a race. */
  async function transact<R>(org: string, work: (unit: Unit) => Promise<R>): Promise<R> {
    for (let attempt = 1; ; attempt++) {
      try {
        let made: { told: readonly Told[]; written: Promise<Written>; logged: boolean } | undefined
        const result = await deps.database.transaction(org, async (session) => {
          const unit = newUnit(session)
          const value = await work(unit)
          const told = toldBy(unit)
          noteTold(unit, told, org)
          noteChanges(unit, deps.watched)
          if (unit.events.length) deps.ours(session)
          const written = flush(unit)
          // Its failure is told by COMMIT as well; nobody may be awaiting this one then.
          written.catch(() => undefined)
          made = { told, written, logged: unit.events.length > 0 }
          return value
        })
        deps.committed(await made!.written, made!.told, made!.logged)
        return result
      } catch (error) {
        if (attempt >= TRIES_MAX || !isRace(error)) throw error
      }
    }
  }

  function command(
    action: AnyAction,
    input: unknown,
    actor: Actor,
    options: CallOptions,
    once: OnceKey | undefined,
  ): Promise<unknown> {
    return transact(actor.org, async (unit) => {
      await options.before?.(unit.session)
      if (once) {
        const found = (await answered(unit.session.sql, actor.org, [once])).get(
          `${once.actor} ${once.key}`,
        )
        if (found) return outputOf(found, once)
      }
      const output = await perform(input, frameOf(action, actor, options, unit.session, unit))
      if (once) unit.onces.push({ ...once, org: actor.org, output })
      await options.after?.(unit.session, output)
      return output
    })
  }

  /** An `outside` action holds no transaction while it waits for the world; its journal is written after. */
  async function outside(
    action: AnyAction,
    input: unknown,
    actor: Actor,
    options: CallOptions,
  ): Promise<unknown> {
    const frame = frameOf(action, actor, options, deps.database.reader(actor.org), undefined)
    const output = await action.handler!(input, openContext(around, frame) as never)
    validateOutput(action.output, output, action.id)
    await transact(actor.org, async (unit) => {
      await options.before?.(unit.session)
      audit(unit, { ...frame, unit }, input)
      await options.after?.(unit.session, output)
    })
    return output
  }

  /** Runs one action inside a unit: top level or nested. */
  async function perform(input: unknown, frame: Frame): Promise<unknown> {
    const { action, unit } = frame
    let output: unknown
    if (action.batch) {
      const item = openItem(around, frame, input)
      ;[output] = await action.batch([item], openBatchContext(around, frame))
      if (output instanceof TenonError) throw output
      unit?.events.push(...item.events)
      unit?.jobs.push(...item.jobs)
    } else output = await action.handler!(input as never, openContext(around, frame) as never)
    validateOutput(action.output, output, action.id)
    if (action.kind === 'command' && unit) audit(unit, frame, input)
    return output
  }

  async function nested(action: AnyAction, input: unknown, frame: Frame): Promise<unknown> {
    if (action.effect === 'outside')
      throw new Error(`${action.id} touches the outside: enqueue it instead of calling it`)
    if (action.kind === 'command' && !frame.unit)
      throw new Error(`a query may not run the command ${action.id}`)
    if (!allowed(action, frame.actor)) throw forbidden(action)
    validateInput(action.input, input)
    return perform(input, frame)
  }

  function runBatch(action: AnyAction, batch: readonly Grouped[]): Promise<readonly unknown[]> {
    const org = batch[0]!.actor.org
    return transact(org, async (unit) => {
      for (const { options } of batch) await options.before?.(unit.session)
      const keyed = batch.filter(({ once }) => once)
      const before = keyed.length
        ? await answered(
            unit.session.sql,
            org,
            keyed.map(({ once }) => once!),
          )
        : undefined
      const results: unknown[] = Array.from({ length: batch.length })
      const fresh = batch.flatMap((one, index) => {
        const found = one.once && before?.get(`${one.once.actor} ${one.once.key}`)
        if (!found)
          return [
            { one, index, frame: frameOf(action, one.actor, one.options, unit.session, unit) },
          ]
        results[index] = attempt(() => outputOf(found, one.once!))
        return []
      })
      if (fresh.length === 0) return results
      const items = fresh.map(({ one, frame }) => openItem(around, frame, one.input))
      const outputs = await action.batch!(items, openBatchContext(around, fresh[0]!.frame))
      for (const [at, { one, index, frame }] of fresh.entries()) {
        const output = (results[index] = outputs[at])
        if (output instanceof TenonError) continue
        validateOutput(action.output, output, action.id)
        unit.events.push(...items[at]!.events)
        unit.jobs.push(...items[at]!.jobs)
        if (action.kind === 'command') audit(unit, frame, one.input)
        if (one.once) unit.onces.push({ ...one.once, org, output })
      }
      return results
    })
  }

  return call
}

function admit(action: AnyAction, input: unknown, actor: Actor, options: CallOptions): void {
  if (action.internal && options.door !== 'job' && options.door !== 'module')
    throw fail('notFound', `There is no action ${action.id}.`)
  if (!allowed(action, actor))
    throw actor.kind === 'nobody'
      ? fail('unauthenticated', 'You are not signed in.')
      : forbidden(action)
  validateInput(action.input, input)
}

const allowed = (action: AnyAction, actor: Actor): boolean =>
  action.scope === 'everyone' ||
  (actor.kind !== 'nobody' && (action.scope === 'member' || actor.scopes.has(action.scope)))

const forbidden = (action: AnyAction): TenonError =>
  fail(
    'forbidden',
    `“${action.title}” needs the right ${action.scope}, which you do not have.`,
    'Ask an administrator for a role that includes it.',
    { scope: action.scope },
  )

function onceKey(
  action: AnyAction,
  input: unknown,
  actor: Actor,
  options: CallOptions,
): OnceKey | undefined {
  const own =
    action.once === undefined
      ? undefined
      : ((input as Record<string, unknown>)[action.once] as string | undefined)
  const key = own ?? options.key
  if (key === undefined || action.kind !== 'command') return undefined
  if (key.length > 100) throw fail('invalid', 'An idempotency key has at most 100 characters.')
  return { actor: actor.id || actor.kind, key, action: action.id, inputHash: inputHash(input) }
}

function audit(unit: Unit, frame: Frame, input: unknown): void {
  const { action, actor, org, options, changes } = frame
  const named =
    action.subject === undefined ? undefined : (input as Record<string, unknown>)[action.subject]
  const subject = typeof named === 'string' ? named : changes[0]?.id
  unit.audits.push({
    org,
    id: newId(),
    actor,
    action,
    subject,
    outcome: 'ok',
    door: options.door,
    address: options.address,
    input,
    changes,
  })
}

const sampleOf = (page: unknown): unknown =>
  page instanceof JsonText
    ? page.sample
    : { ...(page as object), items: (page as { items: unknown[] }).items.slice(0, 1) }

function attempt(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

/** Deadlock, serialisation failure, or a twin that was first to store its idempotency key. */
function isRace(error: unknown): boolean {
  const { code, constraint } = error as { code?: string; constraint?: string }
  return code === '40P01' || code === '40001' || (code === '23505' && constraint === 'once_pkey')
}
