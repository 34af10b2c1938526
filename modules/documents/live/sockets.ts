import type { Kernel, SocketEnd, SocketSpec } from '#kernel'
import { UPDATE_MAX } from '../limits.ts'
import type { OpenHouse } from './house.ts'

const houses = new WeakMap<Kernel, OpenHouse>()
const FRAME_MAX = UPDATE_MAX + 1024

/** Documents are opened from here; what that takes is loaded when somebody first does. */
export const socket: SocketSpec = {
  path: '/realtime/documents',
  scope: 'documents.use',
  frameMax: FRAME_MAX,
  open(connection, actor, kernel) {
    const early: Uint8Array[] = []
    let end: SocketEnd | undefined
    let gone = false
    houseOf(kernel).then(
      (house) => {
        if (gone) return
        end = house.enter(connection, actor)
        for (const frame of early) end.message(frame)
      },
      () => connection.close(1013, 'later'),
    )
    return {
      message: (frame) => (end ? end.message(frame) : void early.push(frame)),
      revoked: () => end?.revoked(),
      closed() {
        gone = true
        end?.closed()
      },
    }
  },
  gauges: [
    {
      name: 'tenon_documents_open',
      help: 'Documents that somebody on this node has open.',
      read: (kernel) => houses.get(kernel)?.size() ?? 0,
    },
    {
      name: 'tenon_documents_bytes',
      help: 'Bytes of the documents open on this node.',
      read: (kernel) => houses.get(kernel)?.bytes() ?? 0,
    },
  ],
}

async function houseOf(kernel: Kernel): Promise<OpenHouse> {
  const { openHouse } = await import('./house.ts')
  let house = houses.get(kernel)
  if (!house) houses.set(kernel, (house = openHouse(kernel)))
  return house
}

/** Lives as long as the server. */
export async function start(kernel: Kernel): Promise<AsyncDisposable> {
  return { [Symbol.asyncDispose]: async () => houses.get(kernel)?.[Symbol.asyncDispose]() }
}
