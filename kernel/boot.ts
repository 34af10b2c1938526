import type { Actor } from './actor.ts'
import { moduleActor } from './actor.ts'
import { noBus, type Bus } from './bus.ts'
import { makeBuilds } from './builds.ts'
import { makeCall } from './call.ts'
import type { Secrets } from './context.ts'
import type { Database } from './database.ts'
import { fail } from './errors.ts'
import { egressFor, type Sender } from './egress.ts'
import { eventsAfter, recover } from './events.ts'
import { makeJournal } from './flush.ts'
import { newId } from './id.ts'
import { finish, startJobs, type Job, type Jobs } from './jobs.ts'
import type { CallOptions, Kernel, Ports, Revocation, StreamEvent } from './kernel.ts'
import { joinNodes } from './nodes.ts'
import { makeRecognised } from './recognised.ts'
import type { Layout } from './records/layout.ts'
import type { Registry } from './registry.ts'
import { makeSettings } from './settings.ts'
import { subscriptionAction } from './subscriptions.ts'
import { isTold, type Told } from './told.ts'

export interface BootOptions extends Ports {
  readonly registry: Registry
  readonly database: Database
  readonly layouts: Readonly<Record<string, Layout>>
  /** How nodes on one database wake each other; without it they look for themselves. */
  readonly bus?: Bus
  /** Kept over restarts, see nodes.ts. */
  readonly node?: { readonly id: string; readonly name: string }
}

/** Joins the parts to a running kernel: one pipeline, one queue, one place that publishes. */
export async function boot(options: BootOptions): Promise<Kernel> {
  const { registry, database, log } = options
  const listeners = new Set<(event: StreamEvent) => void>()
  const revokers = new Set<(who: Revocation) => void>()
  const journal = makeJournal(database, log)
  const settings = makeSettings(database, registry)
  const builds = makeBuilds(registry, database, log)
  const authenticator = [...registry.modules.values()].find((module) => module.authenticate)
  const sender = [...registry.modules.values()].find((module) => module.sendAs)
  const senderOf = (org: string): Sender => {
    if (!sender) return {}
    const { sendAs, connectAs, hosts } = sender
    const only = hosts?.(settings.of(org, sender.id))
    return {
      ...(sendAs ? { sendAs } : {}),
      ...(connectAs ? { connectAs } : {}),
      ...(only ? { hosts: only } : {}),
    }
  }
  const committers = new Set<() => void>()
  const watchers = new Set<(org: string, entity: string) => boolean>()
  const recognised = makeRecognised(async (credential) =>
    authenticator?.authenticate?.(credential, kernel),
  )

  const publish = (event: StreamEvent): void => {
    for (const listen of listeners) listen(event)
  }
  const revoked = (who: Revocation): void => {
    recognised.forget()
    for (const listen of revokers) listen(who)
  }

  const rebuilt = (org: string): void => {
    builds.forget(org)
    // What one may do follows from the scopes that modules name.
    recognised.forget()
  }
  /** What a commit, here or on another node, changed of what this node remembers. */
  const act = (told: Told): void => {
    if (told.type === 'kernel.revoked') revoked(told.payload)
    else if (told.type === 'kernel.settings') settings.forget(told.payload.org)
    else rebuilt(told.payload.org)
  }
  const registryOf = async (org: string): Promise<Registry> => {
    await builds.ready(org)
    return builds.of(org)
  }

  const mayJoin = async (stream: string, actor: Actor): Promise<void> => {
    const [kind, id] = split(stream)
    if (kind === 'person') {
      if (actor.kind !== 'nobody' && actor.id === id) return
      throw fail('forbidden', 'This stream is somebody else’s.')
    }
    await builds.ready(actor.org)
    const spec = builds.of(actor.org).streams.get(kind)
    if (!spec) throw fail('notFound', `There is no stream ${kind.slice(0, 60)}.`)
    await call(spec.join as never, { [spec.subject]: id }, actor, { door: 'realtime' })
  }

  const run = makeCall({
    ...options,
    settings: settings.of,
    registryOf: builds.of,
    registryWithin: builds.within,
    egressOf: (org, actor) =>
      egressFor(options.egress, senderOf(org), { org, actor }, () => kernel),
    journal,
    mayJoin,
    signal: ({ stream, type, actor, payload, org }) => {
      const at = new Date().toISOString()
      const event = { id: newId(), at, stream, type, actor, payload, org }
      publish(event)
      nodes.signalled(event)
    },
    ours: (session) => nodes.ours(session),
    watched: (org, entity) => watchers.values().some((test) => test(org, entity)),
    committed: ({ events, jobs: queued }, told, logged) => {
      for (const event of events) publish(event)
      for (const each of told) act(each)
      if (queued) jobs.wake()
      if (logged) for (const listen of committers) listen()
      if (queued || events.length > 0 || told.length > 0) nodes.committed(queued)
    },
  })
  const call = async (
    target: never,
    input: unknown,
    actor: Actor,
    callOptions: CallOptions,
  ): Promise<unknown> => {
    // Known already, as a rule: then nothing is waited for.
    const unknown = settings.ready(actor.org) ?? builds.ready(actor.org)
    if (unknown) {
      await unknown
      await builds.ready(actor.org)
    }
    return run(target, input, actor, callOptions)
  }

  const runJob = async (job: Job): Promise<void> => {
    const action = job.action.startsWith('subscription:')
      ? subscriptionAction(await registryOf(job.org), job.action.slice(13))
      : (await registryOf(job.org)).action(job.action)
    const module = (await registryOf(job.org)).moduleOf(job.module)
    const actor = moduleActor(
      module.id,
      job.org,
      [...Object.keys(module.scopes), ...(module.acts ?? [])],
      job.on_behalf_of ?? undefined,
    )
    await call(action as never, job.input, actor, {
      door: 'job',
      before: (session) => finish(session, job),
    })
  }
  const nodes = await joinNodes({
    database,
    bus: options.bus ?? noBus(),
    log,
    id: options.node?.id ?? newId(),
    name: options.node?.name ?? `process ${process.pid}`,
    mark: options.secrets.seal(MARK),
    opens: (mark) => isOurs(options.secrets, mark),
    tell: (event) => (isTold(event) ? act(event) : publish(event)),
    jobs: () => jobs.wake(),
  })
  const jobs: Jobs = startJobs(database, runJob, log)

  const kernel: Kernel = {
    ...options,
    call: call as Kernel['call'],
    registryOf,
    rebuilt,
    otherNodes: nodes.others,
    mayJoin,
    revoked,
    authenticate: (credential) => recognised.of(credential),
    async actorOf(org, id) {
      return authenticator?.resolveActor?.(org, id, kernel)
    },
    onEvent(listen) {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    onCommit(listen) {
      committers.add(listen)
      return () => committers.delete(listen)
    },
    watch(test) {
      watchers.add(test)
      return () => watchers.delete(test)
    },
    eventsAfter: (after, limit) => eventsAfter(database.system, after, limit),
    onRevoked(listen) {
      revokers.add(listen)
      return () => revokers.delete(listen)
    },
    recover: (org, stream, after) => recover(database.reader(org), org, stream, after),
    idle: async () => {
      await jobs.idle()
      await journal.drain()
      for (const layout of Object.values(options.layouts)) await layout.settle?.()
    },
    async [Symbol.asyncDispose]() {
      for (const started of running.reverse()) await started[Symbol.asyncDispose]()
      clearInterval(sweeping)
      await jobs.stop()
      await journal.drain()
      for (const layout of Object.values(options.layouts)) await layout.stop?.()
      await nodes[Symbol.asyncDispose]()
      await database.close()
    },
  }
  const sweeping = setInterval(
    () => void database.system`SELECT kernel.sweep()`.catch(() => undefined),
    3_600_000,
  )
  sweeping.unref()
  const running: AsyncDisposable[] = []
  for (const module of registry.modules.values())
    if (module.start) running.push(await module.start(kernel))
  return kernel
}

const MARK = 'one server, one key'

function isOurs(secrets: Secrets, mark: string): boolean {
  try {
    return secrets.open(mark) === MARK
  } catch {
    return false
  }
}

function split(stream: string): [string, string] {
  const at = stream.lastIndexOf(':')
  return at < 0 ? [stream, ''] : [stream.slice(0, at), stream.slice(at + 1)]
}
