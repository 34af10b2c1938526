import { setMaxListeners } from 'node:events'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fail, JsonText, type AnyAction } from '#kernel'
import { credentialOf, type Door, refuse, requireOwnPage } from '#interface/door'
import { marksOf, type Schema } from '#interface/openapi'
import { sendDownload } from './download.ts'
import { coerce } from './query.ts'
import { keepSession } from './session-cookie.ts'
import { receiveUpload } from './upload.ts'

type Named = { Params: { action: string } }

/** `POST` and `GET /api/<action id>`; one pair of routes for everything the registry holds. */
export function mountApi(app: FastifyInstance, shared: Door): void {
  const door = closing(app, shared)
  app.post<Named>('/api/:action', async (request, reply) =>
    post(door, await named(door, request), request, reply),
  )
  app.get<Named>('/api/:action', async (request, reply) =>
    get(door, await named(door, request), request, reply, {}),
  )
  for (const action of door.kernel.registry.actions.values()) {
    const { bodyMax, path } = marksOf(action)
    if (action.internal) continue
    if (bodyMax !== undefined)
      app.post(`/api/${action.id}`, { bodyLimit: Math.min(bodyMax, BODY_MAX) }, (request, reply) =>
        post(door, action, request, reply),
      )
    if (path !== undefined)
      app.get<{ Params: Record<string, string> }>(path, (request, reply) =>
        get(door, action, request, reply, request.params),
      )
  }
}

/** A question that waits for something to happen is answered when the server goes away. */
function closing(app: FastifyInstance, door: Door): Door {
  const gone = new AbortController()
  setMaxListeners(0, gone.signal)
  app.addHook('preClose', async () => gone.abort())
  return {
    ...door,
    call: (action, input, actor, options) =>
      door.call(
        action,
        input,
        actor,
        action.kind === 'query' ? { ...options, signal: gone.signal } : options,
      ),
  }
}

/** What people built exists only for their organisation: its caller must be known first. */
async function named(door: Door, request: FastifyRequest<Named>): Promise<AnyAction> {
  const { action: id } = request.params
  if (!door.kernel.registry.mayBeBuilt(id)) return door.action(id)
  const actor = await door.actorOf(credentialOf(request.raw, { address: request.ip }))
  if (actor.kind === 'nobody') throw fail('unauthenticated', 'You are not signed in.')
  return door.actionFor(id, actor)
}

/** The most that an action may ask for by `x-body-max`; more belongs in an upload. */
const BODY_MAX = 32 * 1024 * 1024

async function post(
  door: Door,
  action: AnyAction,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const credential = credentialOf(request.raw, { address: request.ip })
  requireOwnPage(request.raw, credential, door)
  const actor = await door.actorOf(credential, action)
  const options = { door: 'http', address: request.ip, asText: true, ...keyOf(request, action) }
  if (marksOf(action).upload !== undefined) {
    const output = await receiveUpload(door, action, request, actor, (input) =>
      door.call(action, input, actor, options),
    )
    return answer(reply, keepSession(reply, action, output, isSecure(door, request)))
  }
  if (request.isMultipart())
    throw refuse(415, 'This action takes no files.', 'Send application/json.')
  const output = await door.call(action, request.body ?? {}, actor, options)
  if (marksOf(action).download) return sendDownload(door, request, reply, output)
  return answer(reply, keepSession(reply, action, output, isSecure(door, request)))
}

async function get(
  door: Door,
  action: AnyAction,
  request: FastifyRequest,
  reply: FastifyReply,
  params: Record<string, string>,
): Promise<FastifyReply> {
  if (action.kind !== 'query') {
    reply.header('allow', 'POST')
    throw refuse(
      405,
      `${action.id} changes something, so it is called by POST.`,
      `Send POST /api/${action.id}.`,
    )
  }
  const credential = credentialOf(request.raw, { address: request.ip })
  const actor = await door.actorOf(credential, action)
  const input = coerce(
    { ...(request.query as Record<string, string>), ...params },
    action.input as Schema,
  )
  const output = await door.call(action, input, actor, {
    door: 'http',
    address: request.ip,
    asText: true,
  })
  if (marksOf(action).download) return sendDownload(door, request, reply, output)
  return answer(reply, keepSession(reply, action, output, isSecure(door, request)))
}

function answer(reply: FastifyReply, output: unknown): FastifyReply {
  return reply
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(output instanceof JsonText ? output.bytes : JSON.stringify(output ?? null))
}

const isSecure = (door: Door, request: FastifyRequest): boolean =>
  door.secure || request.protocol === 'https'

/** Only a command can be repeated by key; a query needs none, and a file sent again is another input. */
function keyOf(request: FastifyRequest, action: AnyAction): { key?: string } {
  const key = request.headers['idempotency-key']
  if (key === undefined || action.kind !== 'command' || marksOf(action).upload !== undefined)
    return {}
  if (typeof key !== 'string' || !/^[\x20-\x7e]{1,100}$/.test(key)) {
    throw fail(
      'invalid',
      'Idempotency-Key must be 1 to 100 printable ASCII characters.',
      'Send a UUID.',
    )
  }
  return { key }
}
