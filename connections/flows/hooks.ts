import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import {
  fail,
  moduleActor,
  TenonError,
  type Actor,
  type Kernel,
  type MountRequest,
  type MountSpec,
} from '#kernel'
import { receiveHook } from './actions/hook.receive.ts'
import { engineOf } from './engines.ts'
import type { Flow } from './definition.ts'
import { answerWait } from './hook-answer.ts'
import { hookBound } from './publish.ts'
import { verify } from './verify-hook.ts'

/** Deliveries larger than this belong into a file that the flow fetches. */
const BODY_MAX = 1_048_576
/** Senders are servers: one address may send for thousands of customers. */
const RATE_PER_MINUTE = 600_000
/** How long a sender that wants the result is kept waiting. */
const RESULT_MS = 30_000
/** A hook found is believed for this long; the command asks again whether its flow is on. */
const FOUND_MS = 1_000
const FOUND_MAX = 10_000

interface Found {
  readonly org: string
  readonly flow: string
  readonly trigger: Extract<Flow['trigger'], { kind: 'webhook' }>
  readonly actor: Actor
  readonly secret: string | undefined
  readonly at: number
}

export function hooksMount(): MountSpec {
  const found = new Map<string, Found>()
  return {
    path: '/hooks/',
    bodyMax: BODY_MAX,
    ratePerMinute: RATE_PER_MINUTE,
    answer: (request, response, kernel) => take(found, request, response, kernel),
  }
}

async function take(
  known: Map<string, Found>,
  request: MountRequest,
  response: ServerResponse,
  kernel: Kernel,
): Promise<void> {
  if (request.raw.method !== 'POST')
    return send(response, 405, { code: 'invalid', detail: 'Send it by POST.' })
  const secret = request.url.pathname.slice('/hooks/'.length)
  if (secret.startsWith('answer/'))
    return send(
      response,
      200,
      await answerWait(kernel, secret.slice(7), dataOf(request, bytes(request))),
    )
  const hook = await find(known, secret, kernel)
  const body = bytes(request)
  if (hook.trigger.verify) verify(hook.trigger.verify, hook.secret, request, body)
  const input = { flow: hook.flow, key: keyOf(request, body), data: dataOf(request, body) }
  const answer = await kernel.call(receiveHook, input, hook.actor, {
    door: 'module',
    ...(request.address === undefined ? {} : { address: request.address }),
  })
  const engine = engineOf(kernel)
  if (answer.state === 'ready' || answer.state === 'collecting') engine?.wake()
  const { run } = answer
  if (run === undefined || hook.trigger.answer !== 'result')
    return send(response, 202, { run: run ?? null })
  await result(response, { ...answer, run }, kernel, hook)
}

const bytes = ({ body }: MountRequest): Buffer =>
  Buffer.from(body.buffer, body.byteOffset, body.byteLength)

/** The same delivery again is told the same, also when the run ended long ago. */
async function result(
  response: ServerResponse,
  answer: { run: string; state: string; output?: unknown; error?: string },
  kernel: Kernel,
  hook: Found,
): Promise<void> {
  if (answer.output !== undefined) return send(response, 200, answer.output)
  const sql = kernel.database.reader(hook.org).sql
  const deadline = Date.now() + RESULT_MS
  for (;;) {
    const heard = engineOf(kernel)?.ended(answer.run, Math.max(deadline - Date.now(), 1))
    const [row] = await sql<{
      state: string
      output: unknown
      error: string | null
      error_class: string | null
    }>`
      SELECT state, output, error, error_class FROM flows.run WHERE org = ${hook.org} AND id = ${answer.run}`
    if (row?.state === 'done') return send(response, 200, row.output)
    if (row?.state === 'failed' || row?.state === 'cancelled')
      return send(response, 502, {
        code: row.error_class ?? row.state,
        detail: row.error,
        run: answer.run,
      })
    const outcome = await heard
    if (!outcome && Date.now() >= deadline) return send(response, 202, { run: answer.run })
  }
}

async function find(known: Map<string, Found>, path: string, kernel: Kernel): Promise<Found> {
  const found = known.get(path)
  if (found && Date.now() - found.at < FOUND_MS) return found
  const rows = await kernel.database.system<{ org: string; flow: string }>`
    SELECT * FROM flows.hook(${path.slice(0, 64)})`
  const [row] = rows
  if (!row) throw fail('notFound', 'There is nothing here.')
  const [version] = await kernel.database.reader(row.org).sql<{
    definition: Flow
    secret: string | null
  }>`
    SELECT v.definition, f.secret FROM flows.flow f JOIN flows.version v ON v.org = f.org AND v.flow = f.id AND v.number = f.version
    WHERE f.org = ${row.org} AND f.id = ${row.flow}`
  const trigger = version!.definition.trigger as Found['trigger']
  if (known.size >= FOUND_MAX) known.clear()
  const actor = moduleActor('flows', row.org, ['flows.use'])
  const sealed = version!.secret
  const secret = sealed === null ? undefined : kernel.secrets.open(sealed, hookBound(row.flow))
  const made = { ...row, trigger, actor, secret, at: Date.now() }
  known.set(path, made)
  return made
}

/** The sender's own id, else what he sent. */
function keyOf({ raw }: MountRequest, body: Buffer): string {
  for (const name of [
    'webhook-id',
    'idempotency-key',
    'x-github-delivery',
    'x-gitlab-event-uuid',
    'x-request-id',
  ]) {
    const value = raw.headers[name]
    if (typeof value === 'string' && value) return `${name}:${value.slice(0, 200)}`
  }
  return `body:${createHash('sha256').update(body).digest('base64url')}`
}

const NOT_TOLD = new Set([
  'authorization',
  'cookie',
  'webhook-signature',
  'x-hub-signature-256',
  'x-gitlab-token',
])

function dataOf({ raw, url }: MountRequest, body: Buffer): unknown {
  const type = raw.headers['content-type'] ?? ''
  const query = Object.fromEntries(url.searchParams)
  const headers = Object.fromEntries(
    Object.entries(raw.headers).filter(
      ([name]) => !NOT_TOLD.has(name) && /^(x-|webhook-|content-type)/.test(name),
    ),
  )
  return { body: bodyOf(type, body), query, headers }
}

function bodyOf(type: string, body: Buffer): unknown {
  const text = body.toString('utf8')
  if (type.includes('application/x-www-form-urlencoded'))
    return Object.fromEntries(new URLSearchParams(text))
  if (!type.includes('json') && type) return text
  try {
    return text ? (JSON.parse(text) as unknown) : null
  } catch {
    throw new TenonError('invalid', { kind: 'invalid', message: 'The body is no JSON.' })
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body ?? null)
  response.writeHead(status, {
    'content-type': status >= 400 ? 'application/problem+json' : 'application/json',
    'content-length': Buffer.byteLength(text),
  })
  response.end(text)
}
