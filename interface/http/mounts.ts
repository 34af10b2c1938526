import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { fail, type Actor, type MountSpec } from '#kernel'
import { credentialOf, problemOf, requireOwnPage, type Door } from '#interface/door'

/** Paths that are doors of ours; a module's own begin otherwise. */
const DOORS = ['api', 'mcp', 'realtime', 'docs', 'files', 'assets', 'metrics', 'healthz']

/**
 * Protocols of modules. The body is read whole and handed over as it came; headers that the door sets
 * on every answer stay unless the module sets its own.
 */
export function mountModules(app: FastifyInstance, door: Door): void {
  const specs = [...door.kernel.registry.modules.values()].flatMap(({ mounts = [] }) => mounts)
  for (const spec of specs) {
    const [, first = ''] = spec.path.split('/')
    if (DOORS.includes(first)) throw new Error(`a module may not answer on ${spec.path}`)
    void app.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser(
        '*',
        { parseAs: 'buffer', bodyLimit: spec.bodyMax },
        (_request, body, done) => done(null, body),
      )
      for (const url of [`${spec.path}*`, ...(spec.also ?? [])])
        scope.route({
          method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
          url,
          handler: (request, reply) => answer(door, spec, request, reply),
        })
    })
  }
}

async function answer(
  door: Door,
  spec: MountSpec,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  door.limits.countMount(spec.path, request.ip, spec.ratePerMinute)
  const url = new URL(request.raw.url ?? '/', `http://${request.host || 'localhost'}`)
  if (!url.pathname.startsWith(spec.path) && !spec.also?.includes(url.pathname as `/${string}`))
    throw fail('notFound', 'There is nothing here.')
  reply.hijack()
  try {
    await spec.answer(
      {
        raw: request.raw,
        body: (request.body as Buffer | undefined) ?? EMPTY,
        url,
        address: request.ip,
        actor: async () => callerOf(door, request),
      },
      reply.raw,
      door.kernel,
    )
  } catch (error) {
    const found = problemOf(error, request.id, door.kernel.log)
    if (reply.raw.headersSent) return void reply.raw.destroy()
    reply.raw.statusCode = found.status
    reply.raw.setHeader('content-type', 'application/problem+json')
    reply.raw.end(JSON.stringify(found))
  }
}
const EMPTY = new Uint8Array()

/** A cookie counts only where another site's page could not have sent it. */
async function callerOf(door: Door, request: FastifyRequest): Promise<Actor> {
  const credential = credentialOf(request.raw, { address: request.ip })
  if (request.method !== 'GET' && request.method !== 'HEAD')
    requireOwnPage(request.raw, credential, door)
  return door.actorOf(credential)
}
