import {
  fail,
  nobody,
  type Actor,
  type AnyAction,
  type CallOptions,
  type Credential,
  type Kernel,
} from '#kernel'
import type { Limits } from './limits.ts'
import type { Metrics } from './metrics.ts'

/** What every door of a node shares: one count of calls, one set of figures, one way in. */
export interface Door {
  readonly kernel: Kernel
  readonly limits: Limits
  readonly metrics: Metrics
  /** Origins of ours, beside the one the request itself was sent to. */
  readonly origins: ReadonlySet<string>
  readonly secure: boolean
  /** An action that doors offer; inner ones do not exist here. */
  action(id: string): AnyAction
  /** The same with what the caller's organisation built; at once, except for those. */
  actionFor(id: string, actor: Actor): AnyAction | Promise<AnyAction>
  /** Who stands behind the credential. A dead one is refused, except where no sign-in is needed. */
  actorOf(credential: Credential | undefined, action?: AnyAction): Promise<Actor>
  /** Counted, measured, then the one pipeline. */
  call(action: AnyAction, input: unknown, actor: Actor, options: CallOptions): Promise<unknown>
}

export function makeDoor(
  kernel: Kernel,
  limits: Limits,
  metrics: Metrics,
  where: { origins: ReadonlySet<string>; secure: boolean },
): Door {
  const anybody = nobody()
  // There is no end to what people build: all of it is one line of the figures.
  const label = ({ id }: AnyAction): string => (kernel.registry.actions.has(id) ? id : 'built')
  return {
    kernel,
    limits,
    metrics,
    ...where,
    action: (id) => offered(kernel.registry, id),
    actionFor(id, actor) {
      if (!kernel.registry.mayBeBuilt(id)) return offered(kernel.registry, id)
      return kernel.registryOf(actor.org).then((registry) => offered(registry, id))
    },
    async actorOf(credential, action) {
      if (!credential) return anybody
      const actor = await kernel.authenticate(credential)
      if (actor) return actor
      if (action?.scope === 'everyone') return anybody
      throw fail(
        'unauthenticated',
        'Your session or token is unknown, expired or revoked.',
        'Sign in again, or send a valid token.',
      )
    },
    async call(action, input, actor, options) {
      const startedAt = performance.now()
      try {
        limits.count(action, actor, options.address)
        const output = await kernel.call(action.id, input, actor, options)
        metrics.called(label(action), startedAt)
        return output
      } catch (error) {
        metrics.called(label(action), startedAt, error)
        throw error
      }
    },
  }
}

function offered(registry: Kernel['registry'], id: string): AnyAction {
  const action = registry.actions.get(id)
  if (action && !action.internal) return action
  throw fail('notFound', `There is no action ${id.slice(0, 100)}.`, 'See /docs for what there is.')
}
