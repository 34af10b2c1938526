import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import { call, Refused, type Persona } from './server.ts'

/** What the clients were told, to be held against what the database says. */
export interface Told {
  /** Texts that were acknowledged, with the number each was given. */
  readonly sent: Map<string, { conversation: string; id: string; seq: number }>
  /** Texts sent once, without a key, whose answer never came. */
  readonly unanswered: Set<string>
  /** What was answered to presses and direct decisions, by request. */
  readonly decided: Map<string, string[]>
  /** Refusals that no honest client should have met. */
  readonly strange: string[]
}

export interface Load extends AsyncDisposable {
  readonly told: Told
  stop(): Promise<void>
}

/** A client that found nobody waits a little before it knocks again. */
const AGAIN_MS = 60
/** Who was told to stop still wants his last answer, but not for ever. */
const LAST_MS = 20_000

/** People who write and decide as fast as they are answered, and try again with the same key when they are not. */
export function startLoad(
  url: string,
  people: readonly Persona[],
  conversations: readonly string[],
): Load {
  const told: Told = { sent: new Map(), unanswered: new Set(), decided: new Map(), strange: [] }
  let stopped = false
  let giveUpAt = Infinity
  const patient = async (
    token: string,
    action: string,
    input: object,
  ): Promise<Record<string, unknown>> => {
    for (;;) {
      try {
        return (await call(url, token, action, input)) as Record<string, unknown>
      } catch (error) {
        if (error instanceof Refused && !['unavailable', 'limited'].includes(error.code))
          throw error
        if (Date.now() > giveUpAt) throw error
        await sleep(AGAIN_MS)
      }
    }
  }
  const any = <E>(list: readonly E[]): E => list[Math.floor(Math.random() * list.length)]!

  const writer = async ({ token }: Persona): Promise<void> => {
    while (!stopped) {
      const conversation = any(conversations)
      const text = randomUUID()
      const keyed = Math.random() < 0.6
      try {
        const input = { conversation, text, ...(keyed ? { client_id: text } : {}) }
        const made = await (keyed
          ? patient(token, 'chat.message.send', input)
          : call(url, token, 'chat.message.send', input))
        told.sent.set(text, made as { conversation: string; id: string; seq: number })
      } catch (error) {
        if (error instanceof Refused && error.code !== 'unavailable')
          told.strange.push(`send: ${error.message}`)
        told.unanswered.add(text)
        await sleep(AGAIN_MS)
      }
    }
  }

  /** Everything that might decide twice: two buttons and the plain action at the same moment, each tried until answered. */
  const decider = async (submitter: Persona, approver: Persona): Promise<void> => {
    while (!stopped) {
      try {
        const title = randomUUID()
        const made = await call(url, submitter.token, 'approval.request.create', {
          title,
          approver: approver.id,
          conversation: conversations[0],
        })
        const request = (made as { id: string }).id
        const card = await cardOf(approver, title)
        const decisions = [
          {
            action: 'cards.card.press',
            input: { card, name: 'approve', client_action_id: randomUUID() },
            as: 'approved',
          },
          {
            action: 'cards.card.press',
            input: { card, name: 'reject', client_action_id: randomUUID() },
            as: 'rejected',
          },
          { action: 'approval.request.approve', input: { request }, as: 'approved' },
        ]
        const answers = await Promise.all(
          decisions.map(({ action, input, as }) =>
            patient(approver.token, action, input).then(
              () => as,
              (error: Refused) => {
                if (
                  !['alreadyDecided', 'changed', 'closed', 'noButton', 'conflict'].includes(
                    error.code,
                  )
                )
                  told.strange.push(`${action}: ${error.message}`)
                return ''
              },
            ),
          ),
        )
        told.decided.set(request, answers.filter(Boolean))
      } catch (error) {
        if (error instanceof Refused && error.code !== 'unavailable')
          told.strange.push(`decide: ${error.message}`)
        await sleep(AGAIN_MS)
      }
    }
  }
  const cardOf = async (approver: Persona, title: string): Promise<string> => {
    const { items } = (await patient(approver.token, 'cards.card.list', { limit: 50 })) as {
      items: { card: string; summary: string }[]
    }
    return items.find(({ summary }) => summary.includes(title))!.card
  }

  const running = [
    ...people.flatMap((person) => [writer(person), writer(person)]),
    decider(people[0]!, people[1]!),
    decider(people[2]!, people[3]!),
  ]
  const stop = async (): Promise<void> => {
    stopped = true
    giveUpAt = Math.min(giveUpAt, Date.now() + LAST_MS)
    await Promise.all(running)
  }
  return { told, stop, [Symbol.asyncDispose]: stop }
}

export interface Listener extends Disposable {
  /** What arrived, in order, by number. */
  readonly heard: { seq: number; text: string }[]
  /** Faults of the stream itself: a number twice, one missing, or going back. */
  readonly faults: string[]
  close(): void
}

/** Listens to one conversation through every crash, coming back with its position as a client of a person does. */
export function listen(url: string, { token }: Persona, conversation: string): Listener {
  const stream = `chat.conversation:${conversation}`
  const listener = { heard: [] as { seq: number; text: string }[], faults: [] as string[] }
  let position: { seq: number; epoch: string } | undefined
  let closed = false
  let ws: WebSocket | undefined
  const open = (): void => {
    if (closed) return
    ws = new WebSocket(`${url.replace('http', 'ws')}/realtime`, {
      headers: { authorization: `Bearer ${token}` },
    })
    ws.on('open', () => ws!.send(JSON.stringify({ t: 'join', id: stream, ...position })))
    ws.on('message', (data: Buffer) => hear(JSON.parse(data.toString()) as Frame))
    ws.on('error', () => undefined)
    ws.on('close', () => setTimeout(open, AGAIN_MS))
  }
  const hear = (frame: Frame): void => {
    if (frame.t === 'joined') {
      if (position && !frame.recovered)
        listener.faults.push(`position ${position.seq} was not recovered at ${frame.seq}`)
      position ??= { seq: frame.seq, epoch: frame.epoch }
      position.epoch = frame.epoch
    } else if (frame.t === 'reset') listener.faults.push(`reset at ${frame.seq}`)
    else if (frame.t === 'event' && frame.s === stream) {
      if (frame.n !== position!.seq + 1)
        listener.faults.push(`${frame.n} came after ${position!.seq}`)
      position!.seq = frame.n
      if (frame.e === 'chat.message.sent')
        listener.heard.push({ seq: frame.n, text: frame.d.message.text })
    }
  }
  open()
  const close = (): void => {
    closed = true
    ws?.terminate()
  }
  return { ...listener, close, [Symbol.dispose]: close }
}
interface Frame {
  t: string
  s: string
  n: number
  e: string
  id: string
  seq: number
  epoch: string
  recovered: boolean
  d: { message: { text: string } }
}
