import {
  fail,
  moduleActor,
  type Actor,
  type Kernel,
  type Socket,
  type SocketEnd,
  type StreamEvent,
} from '#kernel'
import { memberLeft } from '#modules/chat'
import { getDocument } from '../actions/document.get.ts'
import { loadDocument } from '../actions/document.load.ts'
import { listPositions } from '../actions/document.positions.ts'
import { tellPresence } from '../actions/presence.tell.ts'
import { touchDocument } from '../actions/document.touch.ts'
import {
  documentDeleted,
  documentShared,
  documentTouched,
  documentWritten,
  presenceTold,
} from '../events.ts'
import { IDLE_MS, LIVE_MAX } from '../limits.ts'
import type { Role } from '../role.ts'
import { goneFrame, presenceFrame } from './frames.ts'
import { closeFor, CLOSE, seat, type Guest, type House } from './guest.ts'
import { newRoom, take, takeState, tellOthers, type Room } from './room.ts'

/** What another node wrote is looked for this often, should its word have been lost. */
const LOOK_MS = 5_000
/** Others are told of new updates at most this often: they pull all that there are. */
const TOUCH_MS = 100

export interface OpenHouse extends AsyncDisposable {
  enter(socket: Socket, actor: Actor): SocketEnd
  size(): number
  bytes(): number
}

/** All documents that are open on this node. */
export function openHouse(kernel: Kernel): OpenHouse {
  const rooms = new Map<string, Promise<Room>>()
  const open = new Map<string, Room>()
  const touching = new Set<Room>()
  const ends = new Map<Guest, SocketEnd>()
  const asModule = (org: string): Actor =>
    moduleActor('documents', org, ['documents.use', 'documents.keep'])
  const within = { door: 'module' } as const

  async function roleOf(
    document: string,
    actor: Actor,
  ): Promise<{ role: Role; conversation?: string }> {
    const found = await kernel.call(getDocument, { document }, actor, { door: 'realtime' })
    if (found.kind === 'folder') throw fail('notFound', 'A folder holds no text.')
    // In the bin its owner may still look at it.
    return found.deleted_at
      ? { ...found, role: 'reader' }
      : (found as typeof found & { role: Role })
  }

  /** The room with one seat taken in it. */
  async function roomOf(org: string, document: string): Promise<Room> {
    const key = `${org} ${document}`
    for (;;) {
      const opening = rooms.get(key) ?? openRoom(key, org, document)
      const room = await opening
      // It may have been let go in the moment before one sat down.
      if (rooms.get(key) !== opening) continue
      room.seats++
      return room
    }
  }

  function openRoom(key: string, org: string, document: string): Promise<Room> {
    makeRoom()
    const opening = load(newRoom(key, org, document))
    rooms.set(key, opening)
    // A document that could not be read must not stay: the next one tries anew.
    opening.catch(() => rooms.delete(key))
    return opening
  }

  function makeRoom(): void {
    if (rooms.size < LIVE_MAX) return
    for (const room of open.values()) if (isEmpty(room)) return forget(room)
    throw fail('limited', 'Too many documents are open on this server.', 'Try again shortly.')
  }

  async function load(room: Room): Promise<Room> {
    await pull(room)
    open.set(room.key, room)
    return room
  }

  /** Brings the room to where the log is. */
  function pull(room: Room): Promise<void> {
    room.pulling ??= (async () => {
      const { seq, state, changes } = await kernel.call(
        loadDocument,
        { document: room.document, after: room.seq },
        asModule(room.org),
        within,
      )
      if (state && seq.merged > room.seq) takeState(room, seq.merged, Buffer.from(state, 'base64'))
      for (const change of changes) take(room, change.seq, Buffer.from(change.bytes, 'base64'))
    })().finally(() => (room.pulling = undefined))
    return room.pulling
  }
  const catchUp = (room: Room): void =>
    void pull(room).catch((error: unknown) =>
      kernel.log.warn(
        { error, document: room.document },
        'A document could not be brought up to date.',
      ),
    )

  const house: House = {
    kernel,
    committed(room, seq, bytes, from) {
      if (!take(room, seq, bytes, from)) catchUp(room)
      if (touching.has(room)) return
      touching.add(room)
      setTimeout(() => {
        touching.delete(room)
        const input = { document: room.document, seq: room.seq }
        kernel.call(touchDocument, input, asModule(room.org), within).catch(() => undefined)
      }, TOUCH_MS).unref()
    },
    pointed(room, { client, clock, state }) {
      const input = { document: room.document, client: client!, clock, state }
      kernel.call(tellPresence, input, asModule(room.org), within).catch(() => undefined)
    },
    left(room, guest) {
      ends.delete(guest)
      room.guests.delete(guest)
      room.seats--
      if (guest.client !== undefined) {
        const input = {
          document: room.document,
          client: guest.client,
          clock: guest.clock + 1,
          state: null,
        }
        kernel.call(tellPresence, input, asModule(room.org), within).catch(() => undefined)
      }
      if (isEmpty(room)) rest(room)
    },
    async roleOf(room, guest) {
      try {
        return (await roleOf(room.document, await guest.socket.actor())).role
      } catch (error) {
        if ((error as { kind?: string }).kind === 'notFound') return undefined
        if ((error as { kind?: string }).kind === 'forbidden') return undefined
        throw error
      }
    },
  }

  const isEmpty = (room: Room): boolean => room.seats === 0
  function rest(room: Room): void {
    clearTimeout(room.idle)
    room.idle = setTimeout(() => isEmpty(room) && forget(room), IDLE_MS)
    room.idle.unref()
  }
  function forget(room: Room): void {
    clearTimeout(room.idle)
    open.delete(room.key)
    rooms.delete(room.key)
  }

  const stopEvents = kernel.onEvent((event) => {
    if (event.type === memberLeft.id) return leavers(event)
    const at = event.stream.indexOf(':')
    if (!event.stream.startsWith('documents.')) return
    const room = open.get(`${event.org} ${event.stream.slice(at + 1)}`)
    if (!room) return
    if (event.type === documentWritten.id) return catchUp(room)
    if (event.type === documentTouched.id)
      return (event.payload as { seq: number }).seq > room.seq ? catchUp(room) : undefined
    if (event.type === presenceTold.id) return told(room, event)
    if (event.type === documentShared.id || event.type === documentDeleted.id)
      for (const guest of room.guests) ends.get(guest)?.revoked()
  })

  function told(room: Room, { payload }: StreamEvent): void {
    const { client, clock, state } = payload as { client: number; clock: number; state: unknown }
    const own = [...room.guests].find((guest) => guest.client === client)
    tellOthers(room, state === null ? goneFrame(client) : presenceFrame(client, clock, state), own)
  }

  function leavers({ org, payload }: StreamEvent): void {
    const { conversation, people } = payload as { conversation: string; people: string[] }
    for (const room of open.values())
      if (room.org === org && room.conversation === conversation)
        for (const guest of room.guests) if (people.includes(guest.id)) ends.get(guest)?.revoked()
  }

  const looking = setInterval(() => {
    const byOrg = Map.groupBy(
      [...open.values()].filter(({ guests }) => guests.size),
      ({ org }) => org,
    )
    for (const [org, list] of byOrg) void look(org, list).catch(() => undefined)
  }, LOOK_MS)
  looking.unref()
  async function look(org: string, list: readonly Room[]): Promise<void> {
    const documents = list.map(({ document }) => document)
    const { items } = await kernel.call(listPositions, { documents }, asModule(org), within)
    const seqs = new Map(items.map(({ document, seq }) => [document, seq]))
    for (const room of list) if ((seqs.get(room.document) ?? 0) > room.seq) catchUp(room)
  }

  return {
    size: () => open.size,
    bytes: () => [...open.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    enter(socket, actor) {
      const document = socket.query.get('document') ?? ''
      const early: Uint8Array[] = []
      let end: SocketEnd | undefined
      let gone = false
      const enter = async (): Promise<void> => {
        const { role, conversation } = await roleOf(document, actor)
        const room = await roomOf(actor.org, document)
        room.conversation = conversation
        const { id, name } = actor
        const guest: Guest = {
          socket,
          id,
          name,
          role,
          client: undefined,
          clock: 0,
          state: undefined,
        }
        if (gone) return house.left(room, guest)
        end = seat(house, room, guest)
        ends.set(guest, end)
        for (const frame of early) end.message(frame)
        // Rights may have changed while the document was read.
        end.revoked()
      }
      enter().catch((error: unknown) => {
        if (!gone) closeFor(socket, error)
      })
      return {
        message(frame) {
          if (end) end.message(frame)
          else if (early.push(frame) > 100) socket.close(CLOSE.misuse, 'misuse')
        },
        revoked: () => end?.revoked(),
        closed() {
          gone = true
          end?.closed()
        },
      }
    },
    async [Symbol.asyncDispose]() {
      stopEvents()
      clearInterval(looking)
      for (const room of open.values()) clearTimeout(room.idle)
    },
  }
}
