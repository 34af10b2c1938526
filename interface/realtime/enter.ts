import type { Actor, Kernel, StreamEvent } from '#kernel'
import { admit, type Channel, type Joiner } from './channel.ts'
import { isBehind, tell, type Client } from './client.ts'
import { eventFrame, joinedFrame, resetFrame } from './frames.ts'

export interface Position {
  readonly seq: number
  readonly epoch: string
}

/** A position that runs away this often is given up for an explicit reset. */
const ROUNDS_MAX = 5

/**
 * Lets one client in without a gap or a repeat. The joiner already buffers what arrives; the position
 * read here is at least that of the last event before he listened, so recovery and buffer overlap,
 * and the overlap is told by its numbers.
 */
export async function enter(
  kernel: Kernel,
  channel: Channel,
  client: Client,
  joiner: Joiner,
  position: Position | undefined,
  actorOf: (client: Client) => Promise<Actor>,
): Promise<void> {
  if (joiner.gone) return
  // First listen, then ask for the right, then read: nothing can happen in between unseen.
  joiner.listening = true
  await allowed(kernel, channel, client, joiner, actorOf)
  if (joiner.gone) return
  if (isCurrent(channel, position)) {
    tell(client, joinedFrame(channel.id, channel.seq!, channel.epoch, position !== undefined))
    return settle(channel, client, joiner, channel.seq!)
  }
  const found = await kernel.recover(channel.org, channel.id, position)
  if (joiner.gone) return
  channel.epoch ||= found.epoch
  const recovered = found.recovered && !isBehind(client)
  tell(client, joinedFrame(channel.id, found.seq, found.epoch, recovered))
  if (recovered) replay(client, found.events)
  let seq = found.seq
  for (let round = 0; ; round++) {
    seq = drain(client, joiner, seq)
    if (joiner.recheck) {
      await allowed(kernel, channel, client, joiner, actorOf)
      if (joiner.gone) return
      continue
    }
    if (channel.seq === undefined || seq >= channel.seq) break
    if (round === ROUNDS_MAX) {
      tell(client, resetFrame(channel.id, channel.seq, channel.epoch))
      seq = channel.seq
      break
    }
    // Others came in ahead of what was published so far: read up to where they are.
    const more = await kernel.recover(channel.org, channel.id, { seq, epoch: channel.epoch })
    if (joiner.gone) return
    if (more.recovered) replay(client, more.events)
    else tell(client, resetFrame(channel.id, more.seq, more.epoch))
    seq = more.seq
  }
  settle(channel, client, joiner, seq)
}

/** Others are here already and he misses nothing, or fetches everything anew: no need to read. */
const isCurrent = ({ seq, epoch }: Channel, position: Position | undefined): boolean =>
  seq !== undefined &&
  epoch !== '' &&
  (position === undefined || (position.seq === seq && position.epoch === epoch))

function settle(channel: Channel, client: Client, joiner: Joiner, seq: number): void {
  if (channel.seq === undefined) {
    channel.seq = seq
    // What came before its turn while nobody knew whose turn it was.
    for (const [at, event] of joiner.buffer) if (at > seq) channel.early.set(at, event)
  }
  joiner.listening = false
  joiner.buffer.clear()
  if (seq === channel.seq) admit(channel, client)
  else joiner.after = seq
}

/** Asked until nothing happened meanwhile that could have changed the answer. */
async function allowed(
  kernel: Kernel,
  channel: Channel,
  client: Client,
  joiner: Joiner,
  actorOf: (client: Client) => Promise<Actor>,
): Promise<void> {
  do {
    joiner.recheck = false
    await kernel.mayJoin(channel.id, await actorOf(client))
  } while (joiner.recheck && !joiner.gone)
}

/** What was buffered beyond the position, as far as it follows on. */
function drain(client: Client, { buffer }: Joiner, from: number): number {
  let seq = from
  for (let next = buffer.get(seq + 1); next; next = buffer.get(seq + 1)) {
    tell(client, eventFrame(next))
    seq++
  }
  return seq
}

function replay(client: Client, events: readonly StreamEvent[]): void {
  for (const event of events) tell(client, eventFrame(event))
}
