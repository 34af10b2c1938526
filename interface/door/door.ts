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
  return {
    kernel,
    limits,
    metrics,
    ...where,
    action(id) {
      const action = kernel.registry.actions.get(id)
      if (!action || action.internal)
        throw fail(
          'notFound',
          `There is no action ${id.slice(0, 100)}.`,
          'See /docs for what there is.',
        )
      return action
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
        metrics.called(action.id, startedAt)
        return output
      } catch (error) {
        metrics.called(action.id, startedAt, error)
        throw error
      }
    },
  }
}
