import type { StreamEvent } from '#kernel'
import { tell, write, type Client } from './client.ts'
import { eventFrame, resetFrame } from './frames.ts'

/** Someone on the way in: everything is kept for him until his position is known. */
export interface Joiner {
  /** Off while he waits for his turn at the gate: nothing before the question can be missed. */
  listening: boolean
  readonly buffer: Map<number, StreamEvent>
  /** Set when he is ahead of the channel: he becomes a member when the channel gets there. */
  after: number | undefined
  /** Left, or joined anew, while the database was asked. */
  gone: boolean
  /** His right must be asked again before he is let in. */
  recheck: boolean
}

/** One stream with those of this node who joined it. */
export interface Channel {
  readonly key: string
  readonly org: string
  readonly id: string
  readonly members: Set<Client>
  readonly joiners: Map<Client, Joiner>
  /** The last event given to members; unknown until the first joiner's position is. */
  seq: number | undefined
  epoch: string
  /** Events that came before their turn: two commits may be published in either order. */
  readonly early: Map<number, StreamEvent>
  /** Frames of this turn of the loop, written together. */
  out: Buffer[]
  pulling: boolean
}

export function newChannel(key: string, org: string, id: string): Channel {
  return {
    key,
    org,
    id,
    members: new Set(),
    joiners: new Map(),
    seq: undefined,
    epoch: '',
    early: new Map(),
    out: [],
    pulling: false,
  }
}

/** Events held for their turn; more than this is a hole, and holes are filled from the database. */
export const EARLY_MAX = 500

/** Takes an event in; answers those released to members, in order. */
export function accept(channel: Channel, event: StreamEvent & { seq: number }): StreamEvent[] {
  for (const joiner of channel.joiners.values())
    if (joiner.listening) joiner.buffer.set(event.seq, event)
  if (channel.seq === undefined || event.seq <= channel.seq) return []
  if (event.seq > channel.seq + 1) {
    if (channel.early.size < EARLY_MAX) channel.early.set(event.seq, event)
    return []
  }
  const released: StreamEvent[] = []
  for (let next: StreamEvent | undefined = event; next; next = channel.early.get(channel.seq + 1)) {
    channel.seq = next.seq!
    channel.early.delete(channel.seq)
    released.push(next)
    send(channel, eventFrame(next))
    for (const [client, joiner] of channel.joiners)
      if (joiner.after === channel.seq) admit(channel, client)
  }
  return released
}

/** From here on the client is told whatever comes after `channel.seq`. */
export function admit(channel: Channel, client: Client): void {
  flush(channel)
  channel.joiners.delete(client)
  channel.members.add(client)
}

/** Frames of one turn go out as one: a group commit of 64 messages costs each socket one write. */
function send(channel: Channel, frame: Buffer): void {
  if (channel.out.push(frame) === 1) queueMicrotask(() => flush(channel))
}

export function flush(channel: Channel): void {
  const { out } = channel
  if (out.length === 0) return
  channel.out = []
  const frame = out.length === 1 ? out[0]! : Buffer.concat(out)
  for (const client of channel.members) {
    if (client.dirty?.has(channel)) continue
    if (!write(client, frame)) soil(client, channel)
  }
}

/** Not stored and not numbered, so whoever is behind simply misses it. */
export function signal(channel: Channel, event: StreamEvent): void {
  flush(channel)
  const frame = eventFrame(event)
  for (const client of channel.members) if (!client.dirty) write(client, frame)
}

function soil(client: Client, channel: Channel): void {
  if (!client.dirty) {
    client.dirty = new Set()
    client.socket.once('drain', () => clean(client))
  }
  client.dirty.add(channel)
}

/** The socket reads again: one explicit reset for each stream of which something was left out. */
function clean(client: Client): void {
  const dirty = [...(client.dirty ?? [])].filter((channel) => channel.members.has(client))
  for (const channel of dirty) flush(channel)
  client.dirty = undefined
  for (const channel of dirty) tell(client, resetFrame(channel.id, channel.seq!, channel.epoch))
}

/** The channel itself missed too much: everyone fetches anew from here. */
export function resetAll(channel: Channel, seq: number, epoch: string): void {
  flush(channel)
  channel.seq = seq
  channel.epoch = epoch
  for (const early of channel.early.keys()) if (early <= seq) channel.early.delete(early)
  const frame = resetFrame(channel.id, seq, epoch)
  for (const client of channel.members) tell(client, frame)
  for (const [client, joiner] of channel.joiners) {
    if (joiner.after === undefined || joiner.after > seq) continue
    if (joiner.after < seq) tell(client, frame)
    admit(channel, client)
  }
}
