import { OPERATOR_ORG, moduleActor, type Kernel } from '#kernel'
import { acceptTokens, type Recognised } from '#modules/identity'
import { sweepSessions } from './actions/session.sweep.ts'
import { hashOf } from './store.ts'
import { remember } from './kernel-of.ts'

const SWEEP_MS = 600_000

/** From here on our HTTP door, MCP and sockets take the provider's tokens as bearers. */
export async function start(kernel: Kernel): Promise<AsyncDisposable> {
  remember(kernel)
  acceptTokens(kernel, async (token) => {
    if (!/^[\w-]{43}$/.test(token)) return undefined
    const [row] = await kernel.database.system<{ who: Recognised | null }>`
      SELECT oidc.bearer(${hashOf(token)}) AS who`
    return row?.who ?? undefined
  })
  const us = moduleActor('oidc', OPERATOR_ORG, ['oidc.operate', 'oidc.use'])
  const sweep = () =>
    void kernel
      .call(sweepSessions, {}, us, { door: 'module' })
      .catch((error: unknown) =>
        kernel.log.warn({ error: String(error) }, 'ended sign-ins were not cleared away'),
      )
  const timer = setInterval(sweep, SWEEP_MS)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
    },
  }
}
