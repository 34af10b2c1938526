import type { Kernel } from '#kernel'

type Registry = Kernel['registry']
const kernels = new WeakMap<object, Kernel>()

/**
 * A subscribed address is read by a program that nobody signed in; what it may see is what its person
 * may see now. So the feed asks as that person, through the same pipeline as everybody.
 */
export async function start(kernel: Kernel): Promise<AsyncDisposable> {
  kernels.set(kernel.registry, kernel)
  return { async [Symbol.asyncDispose]() {} }
}

export function kernelOf(ctx: { readonly registry: Registry }): Kernel {
  const kernel = kernels.get(ctx.registry.base)
  if (!kernel) throw new Error('calendar has not been started')
  return kernel
}
