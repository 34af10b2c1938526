import { OPERATOR_ORG, moduleActor, type Actor, type Kernel, type Sql } from '#kernel'
import type { AnyAction, InputOf, OutputOf } from '#kernel'

type Registry = Kernel['registry']
interface Here {
  readonly registry: Registry
  readonly address: string | undefined
}

const kernels = new WeakMap<Registry, Kernel>()
const SWEEP_MS = 3_600_000

/**
 * Signing in must count a failed attempt though the call is refused, and must not hold a database
 * transaction while a password is hashed. So such actions run outside a transaction and come back
 * here for the one short command that writes.
 */
export async function start(kernel: Kernel): Promise<AsyncDisposable> {
  kernels.set(kernel.registry, kernel)
  const sweep = () => void kernel.database.system`SELECT identity.sweep()`.catch(() => undefined)
  const timer = setInterval(sweep, SWEEP_MS)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
    },
  }
}

export function kernelOf(ctx: Pick<Here, 'registry'>): Kernel {
  const kernel = kernels.get(ctx.registry.base)
  if (!kernel) throw new Error('identity has not been started')
  return kernel
}

/** Single statements in the operator's organisation, where accounts and sessions lie. */
export const operatorSql = (ctx: Pick<Here, 'registry'>): Sql =>
  kernelOf(ctx).database.reader(OPERATOR_ORG).sql

/** Runs one of identity's own commands in a transaction of its own; `as` defaults to identity itself. */
export function commit<A extends AnyAction>(
  ctx: Here,
  action: A,
  input: InputOf<A>,
  as: Actor = moduleActor('identity', OPERATOR_ORG, []),
): Promise<OutputOf<A>> {
  const address = ctx.address === undefined ? {} : { address: ctx.address }
  return kernelOf(ctx).call(action, input, as, { door: 'module', ...address })
}
