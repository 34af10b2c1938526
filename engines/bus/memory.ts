import type { Bus, BusEar } from '#kernel/bus'

/** Wakes kernels of one process: what a single server and the tests need. */
export function memoryBus(): () => Bus {
  const lines = new Map<object, { channel: string; ear: BusEar }>()
  return () => {
    const me = {}
    const leave = async (): Promise<void> => void lines.delete(me)
    return {
      kind: 'memory',
      connected: true,
      join: (channel, ear) => void lines.set(me, { channel, ear }),
      leave,
      tell(text) {
        const mine = lines.get(me)
        for (const [other, { channel, ear }] of lines)
          if (other !== me && channel === mine?.channel) setImmediate(() => ear.hear(text))
      },
      [Symbol.asyncDispose]: leave,
    }
  }
}
