import type { Kernel } from '#kernel'

const kernels = new WeakMap<Kernel['registry'], Kernel>()
export const remember = (kernel: Kernel): void => void kernels.set(kernel.registry, kernel)

/** For actions that work outside a transaction, and come back by one short command. */
export function kernelOf(ctx: { readonly registry: Kernel['registry'] }): Kernel {
  const kernel = kernels.get(ctx.registry.base)
  if (!kernel) throw new Error('oidc has not been started')
  return kernel
}
