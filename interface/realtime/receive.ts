import { fail, newId, type Actor } from '#kernel'
import { parseJson, problemOf, type Door } from '#interface/door'
import { carriesBytes, withoutSession } from '#interface/openapi'
import { tell, type Client } from './client.ts'
import { frameOf, PONG, problemFrame } from './frames.ts'
import type { Hub } from './hub.ts'
import type { Position } from './enter.ts'

/** Calls of one socket under way at a time. */
const CALLS_MAX = 16
/** Streams one socket may join; nobody reads more. */
const STREAMS_MAX = 1_000
const ID_MAX = 200

type Frame = Readonly<Record<string, unknown>>

/** Acts on one frame. Throws what is wrong with it; answers of calls travel by themselves. */
export async function receive(
  door: Door,
  hub: Hub,
  client: Client,
  text: string,
  address: string | undefined,
  actorOf: (client: Client) => Promise<Actor>,
): Promise<void> {
  const frame = parseJson(text) as Frame
  if (typeof frame !== 'object' || frame === null || Array.isArray(frame))
    throw malformed('A frame is a JSON object.')
  switch (frame.t) {
    case 'ping':
      return tell(client, PONG)
    case 'join':
      return join(hub, client, frame)
    case 'leave':
      return hub.leave(client, idOf(frame.id))
    case 'call':
      return call(door, client, frame, address, actorOf)
    case 'signal':
      return signal(door, client, frame, address, actorOf)
    default:
      throw malformed('There is no such frame.')
  }
}

async function join(hub: Hub, client: Client, frame: Frame): Promise<void> {
  const asked = frame.ids === undefined ? [frame] : frame.ids
  if (!Array.isArray(asked) || asked.length > STREAMS_MAX)
    throw malformed(`“ids” is a list of at most ${STREAMS_MAX}.`)
  const joins = (asked as Frame[]).map((each) => {
    if (typeof each !== 'object' || each === null)
      throw malformed('Each of “ids” is { id, seq?, epoch? }.')
    return [idOf(each.id), positionOf(each)] as const
  })
  if (client.channels.size + joins.length > STREAMS_MAX * 2)
    throw malformed(`A socket joins at most ${STREAMS_MAX} streams.`)
  const fresh = joins.filter(([id]) => ![...client.channels].some((channel) => channel.id === id))
  if (client.channels.size + fresh.length > STREAMS_MAX)
    throw malformed(`A socket joins at most ${STREAMS_MAX} streams.`)
  await Promise.all(joins.map(([id, position]) => hub.join(client, id, position)))
}

function positionOf({ seq, epoch }: Frame): Position | undefined {
  if (seq === undefined || epoch === undefined) return undefined
  if (
    !Number.isSafeInteger(seq) ||
    (seq as number) < 0 ||
    typeof epoch !== 'string' ||
    epoch.length > ID_MAX
  )
    throw malformed('A position is { seq, epoch }.')
  return { seq: seq as number, epoch }
}

async function call(
  door: Door,
  client: Client,
  frame: Frame,
  address: string | undefined,
  actorOf: (client: Client) => Promise<Actor>,
): Promise<void> {
  const { n, action: id, input = {}, key } = frame
  if (typeof n !== 'number' || typeof id !== 'string')
    throw malformed('A call is { t, n, action, input, key? }.')
  if (client.calls >= CALLS_MAX)
    return tell(
      client,
      frameOf({
        t: 'result',
        n,
        problem: problemOf(
          fail('limited', `More than ${CALLS_MAX} calls under way.`, 'Wait for an answer first.'),
          newId(),
          door.kernel.log,
        ),
      }),
    )
  client.calls++
  try {
    const actor = await actorOf(client)
    const action = await door.actionFor(id, actor)
    if (carriesBytes(action))
      throw fail('invalid', 'Files travel over HTTP only.', `Send POST /api/${action.id}.`)
    if (key !== undefined && (typeof key !== 'string' || !/^[\x20-\x7e]{1,100}$/.test(key)))
      throw fail('invalid', '“key” must be 1 to 100 printable ASCII characters.', 'Send a UUID.')
    const options = {
      door: 'realtime',
      ...(address === undefined ? {} : { address }),
      ...(key !== undefined && action.kind === 'command' ? { key } : {}),
    }
    const output = await door.call(action, input, actor, options)
    tell(client, frameOf({ t: 'result', n, ok: withoutSession(action, output) ?? null }))
  } catch (error) {
    tell(client, frameOf({ t: 'result', n, problem: problemOf(error, newId(), door.kernel.log) }))
  } finally {
    client.calls--
  }
}

async function signal(
  door: Door,
  client: Client,
  frame: Frame,
  address: string | undefined,
  actorOf: (client: Client) => Promise<Actor>,
): Promise<void> {
  const action = door.action(String(frame.action).slice(0, ID_MAX))
  if (action.kind !== 'signal')
    throw malformed(`${action.id} is no signal.`, 'Send it by a call frame.')
  if (client.calls >= CALLS_MAX) return
  client.calls++
  try {
    await door.call(action, frame.input ?? {}, await actorOf(client), {
      door: 'realtime',
      ...(address === undefined ? {} : { address }),
    })
  } catch (error) {
    // Not answered: a lost signal costs nothing. What is our fault is still logged.
    problemOf(error, newId(), door.kernel.log)
  } finally {
    client.calls--
  }
}

function idOf(id: unknown): string {
  if (typeof id !== 'string' || id.length === 0 || id.length > ID_MAX)
    throw malformed('“id” is a stream, like chat.conversation:<id>.')
  return id
}

const malformed = (message: string, fix = 'See docs/wire.md for the frames there are.') =>
  fail('invalid', message, fix)
export const frameProblem = (error: unknown, door: Door): Buffer =>
  problemFrame(problemOf(error, newId(), door.kernel.log))
