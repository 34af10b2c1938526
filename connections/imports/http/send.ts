import { fail, TenonError, type ErrorKind } from '#kernel'
import type { Egress, EgressAnswer } from '#kernel/egress'
import { valueAt } from '../openapi/pointer.ts'
import type { Operation } from '../plan.ts'
import { computed } from './expression.ts'
import { nextPage, pageAsked } from './pages.ts'
import { requestOf } from './request.ts'

/** A person waits for it. */
const CALL_MS = 20_000
/** One answer; lists come in pages. */
const BYTES_MAX = 8 * 1024 * 1024

export interface Where {
  readonly title: string
  /** Where the service answers; an operation may say another place. */
  readonly server: string
  readonly account?: string | undefined
  /** Whoever asks twice under one key means one thing. */
  readonly key?: string | undefined
  readonly now: Date
}
type Row = Record<string, unknown>

/** Asks the service for one operation and answers what it said, in the shape that the operation promises. */
export async function send(
  egress: Egress,
  operation: Operation,
  where: Where,
  given: Readonly<Row>,
): Promise<Row> {
  const { paging } = operation
  const asked = paging ? pageAsked(paging, given) : undefined
  const request = requestOf(operation, where, asked?.input ?? given, asked?.extra)
  const url = asked?.url ?? request.url
  if (asked?.url && new URL(asked.url).origin !== new URL(request.url).origin)
    throw fail('invalid', 'This cursor is not one of this list.', 'Begin with the first page.')
  const answer = await reached(egress, operation, where, url, request)
  const body = bodyOf(answer)
  if (answer.status >= 400 || answer.status < 200) throw refusal(operation, where, answer, body)
  checkFault(operation, where, body)
  const inner = operation.unwrap ? (valueAt(body, operation.unwrap) ?? {}) : body
  if (operation.map) {
    const scope = { answer: { status: answer.status, headers: answer.headers, body }, input: given }
    return asObject(computed(operation.map, 'map', scope, where.now))
  }
  if (!paging) return asObject(inner)
  return nextPage(paging, asked!, inner, answer)
}

async function reached(
  egress: Egress,
  { again, method }: Operation,
  { title, account }: Where,
  url: string,
  { headers, body }: { headers: Row; body?: string },
): Promise<EgressAnswer> {
  try {
    return await egress.fetch(url, {
      method,
      headers: headers as Record<string, string>,
      ...(body === undefined ? {} : { body }),
      ...(account ? { account } : {}),
      timeoutMs: CALL_MS,
      bytesMax: BYTES_MAX,
      ...(method === 'GET' ? { redirects: 3 } : {}),
    })
  } catch (error) {
    if (
      !(error instanceof TenonError) ||
      error.kind !== 'unavailable' ||
      error.code !== 'unavailable'
    )
      throw error
    throw lost(title, again, error.message, error.details)
  }
}

/** Nobody knows whether it happened, unless it may be asked again. */
const lost = (title: string, again: boolean, why: string, details: Row = {}) =>
  fail(
    'unavailable',
    `${title}: ${why}`,
    again
      ? 'Try again shortly.'
      : 'It may have happened all the same: look there before you try again.',
    { ...details, service: title, uncertain: !again },
  )

const KINDS: Readonly<Record<number, ErrorKind>> = {
  400: 'invalid',
  403: 'forbidden',
  404: 'notFound',
  405: 'invalid',
  409: 'conflict',
  410: 'notFound',
  412: 'conflict',
  413: 'invalid',
  415: 'invalid',
  422: 'invalid',
  423: 'conflict',
  429: 'limited',
}

function refusal(
  { again }: Operation,
  { title, account }: Where,
  answer: EgressAnswer,
  body: unknown,
): TenonError {
  const { status, headers } = answer
  const words = wordsOf(body)
  const said = words ? `${title}: ${words}` : `${title} answered with status ${status}.`
  const after = Number(headers['retry-after'])
  const details = {
    service: title,
    service_status: status,
    ...(Number.isFinite(after) && after >= 0 ? { retry_after_s: after } : {}),
  }
  // To the caller `unauthenticated` would mean that he is signed out here.
  if (status === 401)
    return new TenonError(
      'reconnect',
      { kind: 'unavailable', message: said, fix: 'Connect the linked account anew.' },
      { ...details, ...(account ? { account } : {}) },
    )
  const kind = KINDS[status] ?? (status >= 500 ? 'unavailable' : 'invalid')
  const uncertain = status >= 500 && !again ? { uncertain: true } : {}
  return fail(kind, said, undefined, { ...details, ...uncertain })
}

function checkFault({ fault }: Operation, { title }: Where, body: unknown): void {
  if (!fault) return
  const code = valueAt(body, fault.at)
  if (code === undefined || fault.ok.includes(code as never)) return
  const words = fault.message ? valueAt(body, fault.message) : wordsOf(body)
  throw fail('invalid', `${title}: ${shown(words) || 'it refused'} (${shown(code)})`, undefined, {
    service: title,
    reason: shown(code),
  })
}

/** Where services put what they have to say. */
const WORDS = [
  'detail',
  'message',
  'error_description',
  'errmsg',
  'msg',
  'error',
  'title',
  'description',
]

export function wordsOf(body: unknown): string {
  if (typeof body === 'string') return /[<{]/.test(body.slice(0, 20)) ? '' : shown(body)
  if (typeof body !== 'object' || body === null) return ''
  if (Array.isArray(body)) return wordsOf(body[0])
  for (const name of WORDS) {
    const said = (body as Row)[name]
    const words = typeof said === 'string' ? shown(said) : wordsOf(said)
    if (words) return words
  }
  const { errors } = body as Row
  return errors === undefined ? '' : wordsOf(errors)
}
const shown = (value: unknown): string =>
  (typeof value === 'string'
    ? value
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''
  )
    .trim()
    .slice(0, 400)

function bodyOf({ headers, body }: EgressAnswer): unknown {
  const text = Buffer.from(body).toString('utf8')
  if (text === '') return {}
  const type = headers['content-type'] ?? ''
  if (!/json/i.test(type) && !/^[[{]/.test(text)) return text
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}

/** What an action answers is always an object. */
export function asObject(value: unknown): Row {
  if (Array.isArray(value)) return { items: value }
  if (typeof value === 'object' && value !== null) return value as Row
  return typeof value === 'string' ? { text: value } : { value: value ?? null }
}
