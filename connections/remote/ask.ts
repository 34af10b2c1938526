import { fail, newId, TenonError, type ErrorKind } from '#kernel'
import type { Egress, EgressAnswer } from '#kernel/egress'
import { signed } from '#connections/signing'
import type { Ready } from './store.ts'

/** A person waits for the answer; what takes longer belongs in an event. */
export const CALL_MS = 10_000
/** A call that may be repeated is, this often, with the same id: the vendor does it once. */
const TRIES_MAX = 3
const PAUSE_MS = 150

export interface Asked {
  /** The same for every try; the vendor's key for having done it. */
  readonly id?: string
  readonly timeoutMs?: number
  /** Whether a lost answer may be asked for again. */
  readonly again: boolean
}

/** A signed POST to a vendor's server, and its answer as JSON; every refusal says whose it is and what to do. */
export async function ask(
  egress: Egress,
  link: Pick<Ready, 'title' | 'origin' | 'secret'>,
  path: string,
  body: object,
  { id = newId(), timeoutMs = CALL_MS, again }: Asked,
): Promise<unknown> {
  const text = JSON.stringify(body)
  const until = Date.now() + timeoutMs
  for (let attempt = 1; ; attempt++) {
    const answer = await send(egress, link, path, text, id, Math.max(1, until - Date.now()))
    const lost = answer instanceof TenonError || TRY_AGAIN.has(answer.status)
    if (lost && again && attempt < TRIES_MAX && Date.now() + PAUSE_MS * attempt < until) {
      await new Promise((done) => setTimeout(done, PAUSE_MS * attempt))
      continue
    }
    if (answer instanceof TenonError) throw lostAnswer(link.title, answer, again)
    return read(link.title, answer)
  }
}
const TRY_AGAIN = new Set([502, 503, 504])

async function send(
  egress: Egress,
  { origin, secret }: Pick<Ready, 'origin' | 'secret'>,
  path: string,
  text: string,
  id: string,
  timeoutMs: number,
): Promise<EgressAnswer | TenonError> {
  try {
    return await egress.fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...signed([secret], id, text) },
      body: text,
      timeoutMs,
    })
  } catch (error) {
    if (error instanceof TenonError) return error
    throw error
  }
}

/** Nobody knows whether it happened, unless it may be asked again. */
function lostAnswer(title: string, error: TenonError, again: boolean): TenonError {
  if (error.kind !== 'unavailable') return error
  return fail(
    'unavailable',
    `${title} did not answer.`,
    again
      ? 'Try again shortly; an administrator sees its state under Vendors’ software.'
      : 'It may have happened all the same: look there before you try again.',
    { vendor: title, uncertain: !again },
  )
}

const KINDS: Readonly<Record<number, ErrorKind>> = {
  400: 'invalid',
  403: 'forbidden',
  404: 'notFound',
  409: 'conflict',
  422: 'invalid',
  429: 'limited',
}

function read(title: string, { status, body }: EgressAnswer): unknown {
  const said = parse(body)
  if (status >= 200 && status < 300) {
    if (said !== undefined) return said
    throw broken(title, 'it answered no JSON')
  }
  const { detail, fix, code } = (said ?? {}) as Record<string, unknown>
  const kind = KINDS[status]
  if (!kind || typeof detail !== 'string')
    throw broken(title, status === 401 ? 'it does not accept our signature' : `status ${status}`)
  throw fail(kind, cut(detail), typeof fix === 'string' ? cut(fix) : undefined, {
    vendor: title,
    ...(typeof code === 'string' ? { reason: code.slice(0, 60) } : {}),
  })
}

export const broken = (title: string, what: string): TenonError =>
  fail(
    'unavailable',
    `${title} cannot be used at the moment: ${what}.`,
    'Try again later; an administrator sees its state under Vendors’ software.',
    { vendor: title },
  )

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString()) as unknown
  } catch {
    return undefined
  }
}
const cut = (text: string): string => text.slice(0, 500)
