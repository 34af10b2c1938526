import * as Y from 'yjs'
import { updateFrame } from './frames.ts'
import type { Guest } from './guest.ts'

/**
 * One document that somebody on this node has open: its state as bytes, never as a document in
 * memory. What is in here is committed; who comes in is told what he lacks of it.
 */
export interface Room {
  readonly key: string
  readonly org: string
  readonly document: string
  conversation: string | undefined
  state: Uint8Array
  /** Committed updates not merged into `state` yet. */
  tail: Uint8Array[]
  bytes: number
  seq: number
  /** Who said hello and hears what is written. */
  readonly guests: Set<Guest>
  /** Committed in this turn of the loop, told together. */
  out: { readonly bytes: Uint8Array; readonly from: Guest | undefined }[]
  /** Who came in, heard from or not: nobody closes the room on them. */
  seats: number
  /** Committed updates that came before their turn. */
  readonly early: Map<number, Uint8Array>
  pulling: Promise<void> | undefined
  idle: ReturnType<typeof setTimeout> | undefined
}

/** An update that changes nothing: no structs, no deletions. */
const EMPTY = new Uint8Array([0, 0])
const MERGE_AT = 500

export function newRoom(key: string, org: string, document: string): Room {
  return {
    key,
    org,
    document,
    conversation: undefined,
    state: EMPTY,
    tail: [],
    bytes: 0,
    seq: 0,
    guests: new Set(),
    out: [],
    seats: 0,
    early: new Map(),
    pulling: undefined,
    idle: undefined,
  }
}

/** Everything committed, as one update. */
export function whole(room: Room): Uint8Array {
  if (room.tail.length) {
    room.state = Y.mergeUpdates([room.state, ...room.tail])
    room.tail = []
    room.bytes = room.state.byteLength
  }
  return room.state
}

/** A committed update: told to everybody else. Answers false when one before it is missing. */
export function take(room: Room, seq: number, bytes: Uint8Array, from?: Guest): boolean {
  if (seq <= room.seq || room.early.has(seq)) return true
  spread(room, bytes, from)
  room.early.set(seq, bytes)
  for (let next = room.early.get(room.seq + 1); next; next = room.early.get(room.seq + 1)) {
    room.seq++
    room.early.delete(room.seq)
    room.tail.push(next)
    room.bytes += next.byteLength
  }
  if (room.tail.length > MERGE_AT) whole(room)
  return room.early.size === 0
}

/** The log was merged beyond where this room stands: its state comes as one piece. */
export function takeState(room: Room, seq: number, state: Uint8Array): void {
  tellOthers(room, updateFrame(Y.diffUpdate(state, Y.encodeStateVectorFromUpdate(whole(room)))))
  room.state = Y.mergeUpdates([whole(room), state])
  room.bytes = room.state.byteLength
  room.seq = seq
  for (const each of room.early.keys()) if (each <= seq) room.early.delete(each)
}

/** A commit that many share costs each of them one frame; who gets his own back finds nothing new in it. */
function spread(room: Room, bytes: Uint8Array, from: Guest | undefined): void {
  if (room.out.push({ bytes, from }) > 1) return
  setImmediate(() => {
    const out = room.out
    room.out = []
    if (out.length === 1) return tellOthers(room, updateFrame(out[0]!.bytes), out[0]!.from)
    tellOthers(room, updateFrame(Y.mergeUpdates(out.map((each) => each.bytes))))
  })
}

export function tellOthers(room: Room, frame: Uint8Array, from?: Guest): void {
  for (const guest of room.guests) if (guest !== from) guest.socket.send(frame)
}
