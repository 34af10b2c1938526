import type { Kernel } from '#kernel'

const wakers = new WeakMap<Kernel, () => void>()

/** The engine says how it is woken; steps, which it runs, cannot know it. */
export const wakenBy = (kernel: Kernel, wake: () => void): void => void wakers.set(kernel, wake)
/** Runs may have work to do: this node looks. */
export const wakeRuns = (kernel: Kernel): void => wakers.get(kernel)?.()
