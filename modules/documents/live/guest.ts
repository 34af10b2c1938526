import * as Y from 'yjs'
import { TenonError, type Kernel, type Socket, type SocketEnd } from '#kernel'
import { appendUpdate } from '../actions/document.append.ts'
import { UPDATE_MAX } from '../limits.ts'
import { mayWrite, type Role } from '../role.ts'
import {
  ackFrame,
  presenceFrame,
  readFrame,
  roleFrame,
  welcomeFrame,
  type Heard,
} from './frames.ts'
import { whole, type Room } from './room.ts'

/** Somebody's open editor. */
export interface Guest {
  readonly socket: Socket
  readonly id: string
  readonly name: string
  role: Role
  /** Its own number among the editors of the document, once it said hello. */
  client: number | undefined
  clock: number
  state: unknown
}

export const CLOSE = {
  misuse: 1008,
  failed: 1011,
  later: 1013,
  denied: 4403,
  missing: 4404,
} as const

/** Updates waiting for the one under way; an honest editor never has as many. */
const QUEUE_MAX = 2_000
/** A cursor, a selection and a little more. */
const PRESENCE_MAX = 4_000

export interface House {
  readonly kernel: Kernel
  /** A committed update of a guest. */
  committed(room: Room, seq: number, bytes: Uint8Array, from: Guest): void
  /** A cursor moved; told to everybody on every node. */
  pointed(room: Room, guest: Guest): void
  left(room: Room, guest: Guest): void
  /** His role as of now, `undefined` when he may not read any more. */
  roleOf(room: Room, guest: Guest): Promise<Role | undefined>
}

export function seat(house: House, room: Room, guest: Guest): SocketEnd {
  const { socket } = guest
  const queue: { n: number; bytes: Uint8Array }[] = []
  let writing = false

  function hear(heard: Heard): void {
    if (heard.kind === 'hello') return hello(heard)
    if (guest.client === undefined) throw new Error('A client says hello first.')
    if (heard.kind === 'presence') return point(heard)
    if (!mayWrite(guest.role)) return socket.send(roleFrame(guest.role))
    if (heard.bytes.byteLength > UPDATE_MAX || queue.length >= QUEUE_MAX)
      throw new Error('That is too much at once.')
    // What cannot be read would break every editor that hears it.
    Y.decodeUpdate(heard.bytes)
    queue.push(heard)
    if (!writing) void write()
  }

  function hello({ client, vector }: Heard & { kind: 'hello' }): void {
    const state = whole(room)
    const missing = Y.diffUpdate(state, vector)
    guest.client = client
    socket.send(welcomeFrame(guest.role, missing, Y.encodeStateVectorFromUpdate(state)))
    for (const other of room.guests)
      if (other.client !== undefined && other.state)
        socket.send(presenceFrame(other.client, other.clock, other.state))
    room.guests.add(guest)
  }

  function point({ clock, state }: Heard & { kind: 'presence' }): void {
    const cursor = (state as { cursor?: unknown } | null)?.cursor ?? null
    if (JSON.stringify(cursor).length > PRESENCE_MAX) throw new Error('That is no cursor.')
    guest.clock = clock
    guest.state = { cursor, user: { id: guest.id, name: guest.name } }
    house.pointed(room, guest)
  }

  /** One commit at a time; what was typed meanwhile goes into the next one together. */
  async function write(): Promise<void> {
    writing = true
    try {
      while (queue.length) {
        const taken = queue.splice(0)
        const { n } = taken.at(-1)!
        const bytes =
          taken.length === 1 ? taken[0]!.bytes : Y.mergeUpdates(taken.map((each) => each.bytes))
        const actor = await socket.actor()
        if (!mayWrite(guest.role)) return socket.send(roleFrame(guest.role))
        const update = Buffer.from(bytes).toString('base64')
        const { seq } = await house.kernel.call(
          appendUpdate,
          { document: room.document, update },
          actor,
          { door: 'module', ...(socket.address ? { address: socket.address } : {}) },
        )
        house.committed(room, seq, bytes, guest)
        socket.send(ackFrame(n))
      }
    } catch (error) {
      // Not acknowledged, so the editor keeps it, comes again and sends it anew.
      queue.length = 0
      closeFor(socket, error)
    } finally {
      writing = false
    }
  }

  return {
    message(frame) {
      try {
        hear(readFrame(frame))
      } catch {
        socket.close(CLOSE.misuse, 'misuse')
      }
    },
    revoked() {
      const ask = async (): Promise<void> => {
        const role = await house.roleOf(room, guest)
        if (role === undefined) return socket.close(CLOSE.denied, 'denied')
        if (role !== guest.role) socket.send(roleFrame((guest.role = role)))
      }
      // Rights that cannot be asked are not kept: the editor comes back and asks himself.
      ask().catch(() => socket.close(CLOSE.later, 'later'))
    },
    closed: () => house.left(room, guest),
  }
}

export function closeFor(socket: Socket, error: unknown): void {
  const kind = error instanceof TenonError ? error.kind : 'internal'
  if (kind === 'notFound') socket.close(CLOSE.missing, 'missing')
  else if (kind === 'forbidden') socket.close(CLOSE.denied, 'denied')
  else if (kind === 'limited' || kind === 'unavailable') socket.close(CLOSE.later, 'later')
  else if (kind === 'invalid' || kind === 'conflict') socket.close(CLOSE.misuse, 'too much')
  else socket.close(CLOSE.failed, 'failed')
}
