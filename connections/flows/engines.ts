import type { Kernel } from '#kernel'
import { startEngine, type Engine } from './engine.ts'

const engines = new WeakMap<Kernel, Engine>()

/** The engine of this node; a kernel under test may have none. */
export const engineOf = (kernel: Kernel): Engine | undefined => engines.get(kernel)

export async function start(kernel: Kernel): Promise<AsyncDisposable> {
  const engine = startEngine(kernel)
  engines.set(kernel, engine)
  return {
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]()
      engines.delete(kernel)
    },
  }
}
