import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'

/**
 * What travels on the socket of a document, each frame a number and its parts. A client says
 * hello with what it has, is welcomed with what it lacks, sends its updates numbered, and hears
 * which number is safe: committed and fsynced.
 */
export const FRAME = {
  hello: 0,
  update: 1,
  presence: 2,
  ack: 3,
  gone: 4,
  welcome: 5,
  role: 6,
} as const

export type Heard =
  | { readonly kind: 'hello'; readonly client: number; readonly vector: Uint8Array }
  | { readonly kind: 'update'; readonly n: number; readonly bytes: Uint8Array }
  | { readonly kind: 'presence'; readonly clock: number; readonly state: unknown }

/** Throws on anything that is no frame. */
export function readFrame(frame: Uint8Array): Heard {
  const from = decoding.createDecoder(frame)
  switch (decoding.readVarUint(from)) {
    case FRAME.hello: {
      const client = decoding.readVarUint(from)
      return { kind: 'hello', client, vector: decoding.readVarUint8Array(from) }
    }
    case FRAME.update: {
      const n = decoding.readVarUint(from)
      return { kind: 'update', n, bytes: decoding.readVarUint8Array(from).slice() }
    }
    case FRAME.presence: {
      const clock = decoding.readVarUint(from)
      return { kind: 'presence', clock, state: JSON.parse(decoding.readVarString(from)) as unknown }
    }
    default:
      throw new Error('There is no such frame.')
  }
}

export const updateFrame = (bytes: Uint8Array): Uint8Array =>
  frame(FRAME.update, (to) => encoding.writeVarUint8Array(to, bytes))
export const ackFrame = (n: number): Uint8Array =>
  frame(FRAME.ack, (to) => encoding.writeVarUint(to, n))
export const goneFrame = (client: number): Uint8Array =>
  frame(FRAME.gone, (to) => encoding.writeVarUint(to, client))
export const roleFrame = (role: string): Uint8Array =>
  frame(FRAME.role, (to) => encoding.writeVarString(to, role))
export const welcomeFrame = (role: string, missing: Uint8Array, vector: Uint8Array): Uint8Array =>
  frame(FRAME.welcome, (to) => {
    encoding.writeVarString(to, role)
    encoding.writeVarUint8Array(to, missing)
    encoding.writeVarUint8Array(to, vector)
  })
/** A cursor with the name that the server knows, whatever the client called itself. */
export const presenceFrame = (client: number, clock: number, state: unknown): Uint8Array =>
  frame(FRAME.presence, (to) => {
    encoding.writeVarUint(to, client)
    encoding.writeVarUint(to, clock)
    encoding.writeVarString(to, JSON.stringify(state))
  })

function frame(kind: number, write: (to: encoding.Encoder) => void): Uint8Array {
  const to = encoding.createEncoder()
  encoding.writeVarUint(to, kind)
  write(to)
  return encoding.toUint8Array(to)
}
