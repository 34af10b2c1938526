import {
  type Actor,
  fail,
  newId,
  problem,
  TenonError,
  type Kernel,
  type StreamEvent,
} from '#kernel'
import {
  accept,
  flush,
  newChannel,
  resetAll,
  signal,
  type Channel,
  type Joiner,
} from './channel.ts'
import { tell, type Client } from './client.ts'
import { deniedFrame } from './frames.ts'
import { makeGate } from './gate.ts'
import { enter, type Position } from './enter.ts'
import { concerned, type Concerned } from './recheck.ts'

/** Questions to the database at a time, for joins and for rights asked again. */
const GATE = 16
/** An event may come this much before its elder sister whose commit was published later. */
const EARLY_MS = 30
/** Rights that could not be asked are asked once more after this, then taken as lost. */
const RETRY_MS = 200

export interface Hub {
  readonly channels: ReadonlyMap<string, Channel>
  join(client: Client, id: string, position: Position | undefined): Promise<void>
  leave(client: Client, id: string): void
  /** Asks anew for every stream of this socket. */
  recheck(client: Client): Promise<void>
  drop(client: Client): void
  close(): void
}

export function makeHub(kernel: Kernel, actorOf: (client: Client) => Promise<Actor>): Hub {
  const channels = new Map<string, Channel>()
  const gate = makeGate(GATE)
  const who = concerned(kernel.registry)
  const keyOf = (org: string, id: string) => `${org} ${id}`

  const stop = kernel.onEvent((event) => {
    const channel = channels.get(keyOf(event.org, event.stream))
    if (!channel) return
    if (event.seq === undefined) return signal(channel, event)
    take(channel, event)
    if (channel.early.size > 0) pullSoon(channel)
  })

  function take(channel: Channel, event: StreamEvent): void {
    for (const released of accept(channel, event as StreamEvent & { seq: number })) {
      const people = who(channel.id, released)
      if (people !== undefined) askAgain(channel, people)
    }
  }

  function askAgain(channel: Channel, people: Concerned): void {
    flush(channel)
    const named = (client: Client) => people === 'all' || people.has(client.id)
    for (const [client, joiner] of channel.joiners) if (named(client)) joiner.recheck = true
    // Several sockets of one actor stand or fall together.
    const byActor = Map.groupBy(
      [...channel.members].filter(named),
      ({ id, session }) => `${id} ${session}`,
    )
    for (const clients of byActor.values()) void gate(() => ask(channel, clients))
  }

  async function ask(channel: Channel, clients: readonly Client[]): Promise<void> {
    const refusal = await refused(channel, clients[0]!)
    if (refusal) for (const client of clients) deny(channel, client, refusal)
  }

  async function refused(channel: Channel, client: Client, again = true): Promise<unknown> {
    try {
      await kernel.mayJoin(channel.id, await actorOf(client))
      return undefined
    } catch (error) {
      const certain =
        error instanceof TenonError && error.kind !== 'internal' && error.kind !== 'unavailable'
      if (certain || !again) return error
      await new Promise((done) => setTimeout(done, RETRY_MS))
      return refused(channel, client, false)
    }
  }

  function deny(channel: Channel, client: Client, error: unknown): void {
    flush(channel)
    if (!client.channels.has(channel)) return
    remove(channel, client)
    tell(client, deniedFrame(channel.id, problem(error, newId())))
  }

  function pullSoon(channel: Channel): void {
    if (channel.pulling) return
    channel.pulling = true
    setTimeout(() => void pull(channel), EARLY_MS).unref()
  }

  /** What was published out of turn has come by now, or was lost on the way: the database has it. */
  async function pull(channel: Channel): Promise<void> {
    const behind = () =>
      channel.early.size > 0 ||
      [...channel.joiners.values()].some(({ after }) => after !== undefined)
    try {
      if (!behind() || channels.get(channel.key) !== channel) return
      channel.epoch ||= (await gate(() => kernel.recover(channel.org, channel.id))).epoch
      const found = await gate(() =>
        kernel.recover(channel.org, channel.id, { seq: channel.seq!, epoch: channel.epoch }),
      )
      if (!found.recovered) return resetAll(channel, found.seq, found.epoch)
      for (const event of found.events) take(channel, event)
    } catch (error) {
      kernel.log.warn(
        { error, stream: channel.id },
        'Missed events could not be read; trying again.',
      )
    } finally {
      channel.pulling = false
      if (behind() && channels.get(channel.key) === channel) pullSoon(channel)
    }
  }

  function remove(channel: Channel, client: Client): void {
    const joiner = channel.joiners.get(client)
    if (joiner) joiner.gone = true
    channel.joiners.delete(client)
    channel.members.delete(client)
    client.channels.delete(channel)
    client.dirty?.delete(channel)
    if (channel.members.size + channel.joiners.size === 0) channels.delete(channel.key)
  }

  return {
    channels,
    async join(client, id, position) {
      const key = keyOf(client.org, id)
      const present = channels.get(key)
      if (present && client.channels.has(present)) remove(present, client)
      const channel = channels.get(key) ?? newChannel(key, client.org, id)
      channels.set(key, channel)
      const joiner: Joiner = {
        listening: false,
        buffer: new Map(),
        after: undefined,
        gone: false,
        recheck: false,
      }
      channel.joiners.set(client, joiner)
      client.channels.add(channel)
      try {
        await gate(() => enter(kernel, channel, client, joiner, position, actorOf))
        if (channel.early.size > 0 || joiner.after !== undefined) pullSoon(channel)
      } catch (error) {
        if (joiner.gone) return
        if (!(error instanceof TenonError))
          kernel.log.error({ error, stream: id }, 'A stream could not be joined.')
        deny(
          channel,
          client,
          error instanceof TenonError
            ? error
            : fail('unavailable', 'The stream could not be read.', 'Join again shortly.'),
        )
      }
    },
    leave(client, id) {
      const channel = channels.get(keyOf(client.org, id))
      if (channel && client.channels.has(channel)) remove(channel, client)
    },
    async recheck(client) {
      for (const channel of client.channels) {
        const joiner = channel.joiners.get(client)
        if (joiner) joiner.recheck = true
      }
      await Promise.all([...client.channels].map((channel) => gate(() => ask(channel, [client]))))
    },
    drop(client) {
      for (const channel of client.channels) remove(channel, client)
    },
    close: stop,
  }
}
