import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/** The other side of `live/frames.ts`, where it says what each frame means. */
const FRAME = { hello: 0, update: 1, presence: 2, ack: 3, gone: 4, welcome: 5, role: 6 } as const

export type Heard =
  | {
      readonly kind: 'welcome'
      readonly role: string
      readonly missing: Uint8Array
      readonly vector: Uint8Array
    }
  | { readonly kind: 'update'; readonly bytes: Uint8Array }
  | { readonly kind: 'ack'; readonly n: number }
  | {
      readonly kind: 'presence'
      readonly client: number
      readonly clock: number
      readonly state: unknown
    }
  | { readonly kind: 'gone'; readonly client: number }
  | { readonly kind: 'role'; readonly role: string }
  | { readonly kind: 'unknown' }

export function readFrame(frame: Uint8Array): Heard {
  const from = decoding.createDecoder(frame)
  switch (decoding.readVarUint(from)) {
    case FRAME.welcome: {
      const role = decoding.readVarString(from)
      const missing = decoding.readVarUint8Array(from)
      return { kind: 'welcome', role, missing, vector: decoding.readVarUint8Array(from) }
    }
    case FRAME.update:
      return { kind: 'update', bytes: decoding.readVarUint8Array(from) }
    case FRAME.ack:
      return { kind: 'ack', n: decoding.readVarUint(from) }
    case FRAME.presence: {
      const client = decoding.readVarUint(from)
      const clock = decoding.readVarUint(from)
      return {
        kind: 'presence',
        client,
        clock,
        state: JSON.parse(decoding.readVarString(from)) as unknown,
      }
    }
    case FRAME.gone:
      return { kind: 'gone', client: decoding.readVarUint(from) }
    case FRAME.role:
      return { kind: 'role', role: decoding.readVarString(from) }
    default:
      return { kind: 'unknown' }
  }
}

export const helloFrame = (client: number, vector: Uint8Array): Uint8Array =>
  frame(FRAME.hello, (to) => {
    encoding.writeVarUint(to, client)
    encoding.writeVarUint8Array(to, vector)
  })
export const updateFrame = (n: number, bytes: Uint8Array): Uint8Array =>
  frame(FRAME.update, (to) => {
    encoding.writeVarUint(to, n)
    encoding.writeVarUint8Array(to, bytes)
  })
export const presenceFrame = (clock: number, state: unknown): Uint8Array =>
  frame(FRAME.presence, (to) => {
    encoding.writeVarUint(to, clock)
    encoding.writeVarString(to, JSON.stringify(state))
  })
/** One state as y-protocols hands states around. */
export const awarenessOf = (client: number, clock: number, state: unknown): Uint8Array => {
  const to = encoding.createEncoder()
  encoding.writeVarUint(to, 1)
  encoding.writeVarUint(to, client)
  encoding.writeVarUint(to, clock)
  encoding.writeVarString(to, JSON.stringify(state))
  return encoding.toUint8Array(to)
}

function frame(kind: number, write: (to: encoding.Encoder) => void): Uint8Array {
  const to = encoding.createEncoder()
  encoding.writeVarUint(to, kind)
  write(to)
  return encoding.toUint8Array(to)
}
