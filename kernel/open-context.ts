import { moduleActor, type Actor } from './actor.ts'
import type { BatchContext, BatchItem, Context, EmitOptions, EnqueueOptions } from './context.ts'
import type { Egress } from './egress.ts'
import type { Session, Sql } from './database.ts'
import type { AnyAction, Entity, EventType } from './define.ts'
import { fail, TenonError } from './errors.ts'
import { jobsFor } from './events.ts'
import { newId } from './id.ts'
import type { CallOptions, Ports, Revocation } from './kernel.ts'
import type { Change, Layout } from './records/layout.ts'
import type { Registry } from './registry.ts'
import { isZone } from './schema.ts'
import type { Unit } from './unit.ts'

/** What contexts are made from; one per running kernel. */
export interface Surroundings extends Ports {
  /** The organisation's registry, built modules included. */
  readonly registryOf: (org: string) => Registry
  /** The same for another organisation in the midst of a transaction. */
  readonly registryWithin: (org: string, sql: Sql) => Promise<Registry>
  readonly layouts: Readonly<Record<string, Layout>>
  /** The way out, with the linked accounts that this actor may use. */
  readonly egressOf: (org: string, actor: Actor) => Egress
  readonly settings: (org: string, module: string) => Readonly<Record<string, unknown>>
  /** A nested call: same transaction, same rules as any other. */
  readonly nested: (action: AnyAction, input: unknown, frame: Frame) => Promise<unknown>
  /** What an outside action calls is a call of its own: it holds no transaction that both could share. */
  readonly alone: (
    action: AnyAction,
    input: unknown,
    actor: Actor,
    options: CallOptions,
  ) => Promise<unknown>
  readonly mayJoin: (stream: string, actor: Actor) => Promise<void>
  /** A signal's events go straight to those who joined. */
  readonly signal: (event: {
    org: string
    type: string
    actor: string
    payload: unknown
    stream: string
  }) => void
}

/** One action being run: by whom, where, and in which unit (none for a query). */
export interface Frame {
  readonly action: AnyAction
  readonly actor: Actor
  readonly org: string
  readonly registry: Registry
  readonly session: Session
  readonly unit: Unit | undefined
  readonly changes: Change[]
  readonly options: CallOptions
  readonly depth: number
}

/** Calls within calls: enough for any honest composition, and an end for a circle. */
const DEPTH_MAX = 8

export function openContext(around: Surroundings, frame: Frame): Context {
  const { action, actor, unit, options } = frame
  const base = openBase(around, frame)
  const { registry } = frame
  const call = (target: AnyAction | string, input: unknown, as: Actor): Promise<unknown> => {
    if (frame.depth >= DEPTH_MAX)
      throw new Error(`${action.id}: calls nest more than ${DEPTH_MAX} deep`)
    const found = typeof target === 'string' ? registry.action(target) : target
    if (action.effect === 'outside' && !unit)
      return around.alone(found, input, as, {
        door: 'module',
        signal: base.signal,
        ...(options.address === undefined ? {} : { address: options.address }),
      })
    return around.nested(found, input, {
      ...frame,
      actor: as,
      action: found,
      changes: [],
      depth: frame.depth + 1,
      options: { ...options, door: 'module' },
    })
  }
  return {
    ...base,
    actor,
    door: options.door,
    address: options.address,
    key: options.key,
    registry,
    records: (entity: Entity) => openRecords(around, frame, entity, actor) as never,
    call: ((target: AnyAction | string, input: unknown) =>
      call(target, input, actor)) as Context['call'],
    callAsModule: ((target: AnyAction, input: unknown) =>
      call(target, input, ownActor(registry, frame))) as Context['callAsModule'],
    ...writers(
      around,
      frame,
      (event) => unit?.events.push(event),
      (job) => unit?.jobs.push(job),
    ),
    mayJoin: (stream) => around.mayJoin(stream, actor),
    revoke: (who: Revocation) => void must(unit, action).revocations.push(who),
    rebuild: () => void must(unit, action).rebuilds.add(frame.org),
    async within(org, work) {
      const module = registry.moduleOf(action.id)
      if (!module.acts?.includes('organisation.cross'))
        throw new Error(
          `${module.id} may not act across organisations: list organisation.cross under acts`,
        )
      return frame.session.within(org, async () => {
        const there = await around.registryWithin(org, frame.session.sql)
        return work(openContext(around, { ...frame, org, registry: there }))
      })
    },
  }
}

/** The context of a set-based handler, and its items; an item's events and jobs count only if it succeeds. */
export function openBatchContext(around: Surroundings, frame: Frame): BatchContext {
  return {
    ...openBase(around, frame),
    registry: frame.registry,
    recordsAs: (entity: Entity, actor: Actor, owners: readonly Partial<Item>[] = []) => {
      let written = 0
      const note = (change: Change) =>
        void (owners[written++]?.changes ?? frame.changes).push(change)
      return openRecords(around, frame, entity, actor, note) as never
    },
  }
}
/** One command of a batch with what it wants written. */
export type Item = BatchItem<unknown> &
  Pick<Unit, 'events' | 'jobs'> & { readonly changes: Change[] }

export function openItem(around: Surroundings, frame: Frame, input: unknown): Item {
  const events: Unit['events'] = []
  const jobs: Unit['jobs'] = []
  return {
    input,
    actor: frame.actor,
    events,
    jobs,
    changes: frame.changes,
    ...writers(
      around,
      frame,
      (event) => events.push(event),
      (job) => jobs.push(job),
    ),
  }
}

function openBase(around: Surroundings, frame: Frame) {
  const module = frame.action.id.split('.', 1)[0]!
  return {
    org: frame.org,
    now: new Date(),
    log: around.log,
    signal: frame.options.signal ?? NEVER,
    settings: around.settings(frame.org, module),
    sql: frame.session.sql,
    last: frame.session.last,
    blobs: around.blobs,
    mail: around.mail,
    secrets: around.secrets,
    egress: frame.action.effect === 'outside' ? around.egressOf(frame.org, frame.actor) : SHUT,
    publicUrl: around.publicUrl,
    id: newId,
  }
}
const NEVER = new AbortController().signal

/** A transaction never waits for the world. */
const shut = async (): Promise<never> => {
  throw new Error('a local action may not ask the world: enqueue an outside one')
}
const SHUT: Egress = { fetch: shut, connect: shut }

/** Plain characters, so that every machine puts streams in the same order. */
const STREAM = /^[!-~]{1,200}$/

function writers(
  around: Surroundings,
  { action, actor, org, unit, registry }: Frame,
  addEvent: (event: Unit['events'][number]) => void,
  addJob: (job: Unit['jobs'][number]) => void,
) {
  return {
    emit(event: EventType, payload: unknown, options: EmitOptions = {}) {
      if (!action.emits?.some((declared: EventType) => declared.id === event.id))
        throw new Error(`${action.id} emits ${event.id} without declaring it`)
      if (action.kind === 'signal') {
        if (options.stream)
          around.signal({ org, type: event.id, actor: actor.id, payload, stream: options.stream })
        return
      }
      must(unit, action)
      if (options.stream !== undefined && !STREAM.test(options.stream))
        throw new Error(`${action.id}: “${options.stream}” cannot be the name of a stream`)
      const pending = {
        org,
        id: newId(),
        type: event.id,
        actor: actor.id || actor.kind,
        payload,
        options,
      }
      addEvent(pending)
      for (const job of jobsFor(registry, pending)) addJob(job)
    },
    enqueue(target: AnyAction, input: unknown, options: EnqueueOptions = {}) {
      must(unit, action)
      const module = action.id.split('.', 1)[0]!
      addJob({
        org,
        id: newId(),
        module,
        action: target.id,
        input,
        onBehalfOf: actor.onBehalfOf ?? (actor.id || undefined),
        options,
      })
    },
    error(code: string, details?: Record<string, unknown>): TenonError {
      const spec = action.errors?.[code]
      if (!spec) throw new Error(`${action.id} does not declare the error ${code}`)
      return new TenonError(code, spec, details)
    },
  }
}

function openRecords(
  around: Surroundings,
  frame: Frame,
  entity: Entity,
  actor: Actor,
  changed = (change: Change) => void frame.changes.push(change),
) {
  const layout = around.layouts[entity.layout ?? 'native']
  if (!layout) throw fail('unavailable', `The layout ${entity.layout} is not installed.`)
  const env = {
    session: frame.session,
    org: frame.org,
    actor,
    lookup: frame.registry.entity,
    newId,
    cause: frame.action.id,
    entities: () => frame.registry.entities.values(),
    zone: () => zoneOf(frame),
  }
  return layout.records(entity, frame.unit ? { ...env, changed } : env)
}

/** The zone that was set, as long as this server knows it. */
async function zoneOf({ registry, org, session }: Frame): Promise<string> {
  const module = [...registry.modules.values()].find((each) => each.zoneOf)
  const zone = await module?.zoneOf?.(org, session.sql)
  return zone !== undefined && isZone(zone)
    ? zone
    : Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** A module as itself has its own scopes and those listed under `acts`. */
export function ownActor(
  registry: Registry,
  { action, actor, org }: Pick<Frame, 'action' | 'actor' | 'org'>,
): Actor {
  const module = registry.moduleOf(action.id)
  return moduleActor(
    module.id,
    org,
    [...Object.keys(module.scopes), ...(module.acts ?? [])],
    actor.onBehalfOf ?? (actor.id || undefined),
  )
}

function must(unit: Unit | undefined, action: AnyAction): Unit {
  if (!unit) throw new Error(`${action.id} is a ${action.kind}: only a command writes`)
  return unit
}
