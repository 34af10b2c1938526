import type { Kernel } from '#kernel'
import { startDispatcher } from './dispatch.ts'
import { startEngine, type Engine } from './engine.ts'
import { startSweeping } from './sweep.ts'
import { wakenBy } from './wakers.ts'

const engines = new WeakMap<Kernel, Engine>()

/** The engine of this node; a kernel under test may have none. */
export const engineOf = (kernel: Kernel): Engine | undefined => engines.get(kernel)

export async function start(kernel: Kernel): Promise<AsyncDisposable> {
  const engine = startEngine(kernel)
  engines.set(kernel, engine)
  wakenBy(kernel, engine.wake)
  const dispatcher = startDispatcher(kernel, engine.wake)
  const sweeping = startSweeping(kernel)
  return {
    async [Symbol.asyncDispose]() {
      sweeping[Symbol.dispose]()
      await dispatcher[Symbol.asyncDispose]()
      await engine[Symbol.asyncDispose]()
      engines.delete(kernel)
    },
  }
}
