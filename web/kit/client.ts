import { uuid } from './uuid.ts'

/** RFC 9457 as the server sends it; `offline` is ours, for an answer that never came. */
export interface Problem {
  code: string
  detail: string
  fix: string
  id: string
  status: number
  fields?: { path: string; message: string }[]
  /** The action that refused: its words for the code may be translated. */
  action?: string
  [detail: string]: unknown
}
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem }

/** What a query hook throws, so that the cache can hold it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

export interface CallOptions {
  /** The same key on every try makes a command safe to repeat. */
  key?: string
  signal?: AbortSignal
}

/** How often a lost request is tried again under its key, and how long to wait first. */
const TRIES = 3
const WAIT_MS = 400
const TIMEOUT_MS = 30_000

let onSignedOut = () => {}
/** The shell says what happens when a session has ended under our feet. */
export function whenSignedOut(listener: () => void) {
  onSignedOut = listener
}

/** Calls an action. A refusal is a value; nothing throws. */
export async function call<T = unknown>(
  action: string,
  input: unknown = {},
  options: CallOptions = {},
): Promise<Answer<T>> {
  const key = options.key ?? uuid()
  for (let attempt = 1; ; attempt++) {
    const answer = await send<T>(action, JSON.stringify(input ?? {}), key, options.signal)
    if (
      answer.ok ||
      answer.problem.code !== 'offline' ||
      attempt === TRIES ||
      options.signal?.aborted
    )
      return answer
    await new Promise((done) => setTimeout(done, WAIT_MS * attempt))
  }
}

/** The same, throwing a `Refusal`; for query functions. */
export async function fetchAction<T>(
  action: string,
  input: unknown,
  signal?: AbortSignal,
): Promise<T> {
  const answer = await call<T>(action, input, signal ? { signal } : {})
  if (!answer.ok) throw new Refusal(answer.problem)
  return answer.value
}

async function send<T>(
  action: string,
  body: BodyInit,
  key: string,
  signal?: AbortSignal,
): Promise<Answer<T>> {
  const headers: Record<string, string> = { 'X-Tenon': '1', 'Idempotency-Key': key }
  if (typeof body === 'string') headers['content-type'] = 'application/json'
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(`/api/${action}`, {
      method: 'POST',
      headers,
      body,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
    return await answerOf<T>(response, action)
  } catch {
    return { ok: false, problem: offline }
  }
}

async function answerOf<T>(response: Response, action: string): Promise<Answer<T>> {
  const type = response.headers.get('content-type') ?? ''
  const body = type.includes('json') ? ((await response.json()) as unknown) : undefined
  if (response.ok) return { ok: true, value: body as T }
  const problem = { ...broken, status: response.status, ...(body as object), action } as Problem
  if (problem.code === 'unauthenticated') onSignedOut()
  return { ok: false, problem }
}

export const offline: Problem = {
  code: 'offline',
  status: 0,
  detail: 'The server cannot be reached.',
  fix: 'What you typed is kept. Try again when the connection is back.',
  id: '',
}
const broken: Problem = {
  code: 'internal',
  status: 500,
  detail: 'The server gave an answer we cannot read.',
  fix: 'Try again; if it persists, report the id.',
  id: '',
}

/** Uploads one file with progress from 0 to 1; `fields` travel beside it. */
export function upload<T>(
  file: File,
  fields: Record<string, unknown> = {},
  onProgress: (share: number) => void = () => {},
  action = 'files.file.upload',
): Promise<Answer<T>> {
  return new Promise((done) => {
    const form = new FormData()
    // Fields first: a streaming server reads them before the bytes.
    for (const [name, value] of Object.entries(fields)) {
      form.append(name, typeof value === 'string' ? value : JSON.stringify(value))
    }
    form.append('file', file, file.name)
    const request = new XMLHttpRequest()
    request.open('POST', `/api/${action}`)
    request.setRequestHeader('X-Tenon', '1')
    request.setRequestHeader('Idempotency-Key', uuid())
    request.upload.onprogress = (event) =>
      event.lengthComputable && onProgress(event.loaded / event.total)
    request.onerror = () => done({ ok: false, problem: offline })
    request.onload = () => {
      try {
        const body = JSON.parse(request.responseText) as T & Problem
        done(
          request.status < 300
            ? { ok: true, value: body }
            : { ok: false, problem: { ...broken, ...body } },
        )
      } catch {
        done({ ok: false, problem: { ...broken, status: request.status } })
      }
    }
    request.send(form)
  })
}
