import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nobody, TenonError, type Actor, type AnyAction, type Kernel } from '#kernel'
import { credentialOf, type Door } from '#interface/door'
import { marksOf, mayUse, visibleModules } from '#interface/openapi'

const brotli = promisify(brotliCompress)
const gzipped = promisify(gzip)
import type { HttpOptions } from './options.ts'

type Fields = Record<string, unknown>

/** Callers of the same rights see the same modules; few combinations are in use at a time. */
const KEPT_MAX = 32

export function mountManifest(
  app: FastifyInstance,
  door: Door,
  warnings: HttpOptions['warnings'] = [],
): void {
  const { registry } = door.kernel
  const tellers = [...registry.actions.values()].filter(
    (action) => action.kind === 'query' && !action.internal && marksOf(action).manifest.length > 0,
  )
  const keptBy = new WeakMap<Kernel['registry'], Map<string, string>>()

  const modulesFor = (actor: Actor, registry: Kernel['registry']): string => {
    const kept = keptBy.get(registry) ?? new Map<string, string>()
    keptBy.set(registry, kept)
    const key = `${actor.kind === 'nobody'} ${[...actor.scopes.keys()].sort().join()}`
    const found = kept.get(key)
    if (found !== undefined) return found
    if (kept.size >= KEPT_MAX) kept.delete(kept.keys().next().value!)
    const made = JSON.stringify(visibleModules(registry, actor))
    kept.set(key, made)
    return made
  }

  /** What one query adds; who is refused there simply learns less. */
  const tell = async (action: AnyAction, actor: Actor, address: string): Promise<object> => {
    try {
      const output = (await door.call(action, {}, actor, { door: 'http', address })) as Fields
      const names = marksOf(action).manifest.filter((name) => output[name] !== undefined)
      return Object.fromEntries(names.map((name) => [name, output[name]]))
    } catch (error) {
      if (
        error instanceof TenonError &&
        ['unauthenticated', 'forbidden', 'notFound'].includes(error.kind)
      )
        return {}
      throw error
    }
  }

  app.get('/manifest.json', async (request, reply) => {
    const credential = credentialOf(request.raw, { address: request.ip })
    const actor = await door.actorOf(credential).catch((error: unknown) => {
      // A cookie outlives its session; who comes with one must still find the way in.
      if (
        credential?.scheme === 'session' &&
        error instanceof TenonError &&
        error.kind === 'unauthenticated'
      )
        return nobody()
      throw error
    })
    const told: Fields = {
      ...(warnings.length > 0 ? { durable: false } : {}),
      ...(warnings.length > 0 && actor.kind !== 'nobody' ? { warnings } : {}),
      org: { id: actor.org, name: '', kind: '' },
    }
    for (const action of tellers) {
      if (mayUse(actor, action)) Object.assign(told, await tell(action, actor, request.ip))
    }
    const { kind, id, name, roles, scopes } = actor
    const head = JSON.stringify({
      ...told,
      actor: { kind, id, name, roles, scopes: Object.fromEntries(scopes) },
    })
    return sendLarge(
      request,
      reply,
      `${head.slice(0, -1)},"modules":${modulesFor(actor, await door.kernel.registryOf(actor.org))}}`,
      'private, no-cache',
    )
  })
}

/** A big JSON answer: named by its hash, and pressed as the client can read it. */
export async function sendLarge(
  request: FastifyRequest,
  reply: FastifyReply,
  text: string,
  cache: string,
): Promise<FastifyReply> {
  const etag = `"${createHash('sha1').update(text).digest('base64url')}"`
  reply
    .header('etag', etag)
    .header('cache-control', cache)
    .header('vary', 'cookie, authorization, accept-encoding')
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  reply.type('application/json; charset=utf-8')
  const accepted = String(request.headers['accept-encoding'] ?? '')
  if (/\bbr\b/.test(accepted)) {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 4 }
    return reply.header('content-encoding', 'br').send(await brotli(text, { params }))
  }
  if (/\bgzip\b/.test(accepted))
    return reply.header('content-encoding', 'gzip').send(await gzipped(text, { level: 4 }))
  return reply.send(text)
}
