import multipart from '@fastify/multipart'
import Fastify, { type FastifyInstance } from 'fastify'
import { fail, newId, problem, type Kernel } from '#kernel'
import {
  addressOf,
  makeDoor,
  makeLimits,
  makeMetrics,
  makeTrust,
  parseJson,
  problemOf,
  RATES,
  sendProblem,
} from '#interface/door'
import { mountMcp } from '#interface/mcp'
import { mountRealtime } from '#interface/realtime'
import { mountApi } from './api.ts'
import { mountDocs } from './docs.ts'
import { mountHeaders } from './headers.ts'
import { mountHealth } from './health.ts'
import { mountManifest } from './manifest.ts'
import { listenForOperator, mountOperator } from './operator.ts'
import type { HttpOptions } from './options.ts'
import { mountModules } from './mounts.ts'
import { mountSite } from './site.ts'

/** A JSON body; what is larger is a file or a mistake. */
const BODY_MAX = 1024 * 1024
/** A client that has not sent its headers by then holds a connection for nothing. */
const HEADERS_MS = 15_000
/** A whole request; a file of 2 GiB over a slow line takes its time. */
const REQUEST_MS = 30 * 60_000
/** Longer than the usual idle timeout of a proxy, so that the proxy closes first. */
const KEEP_ALIVE_MS = 75_000

/** All doors of a node on one port, listening. `close()` says goodbye to sockets and ends calls under way. */
export async function createHttp(
  kernel: Kernel,
  options: HttpOptions = {},
): Promise<FastifyInstance> {
  const app = makeServer(options)
  const publicOrigin =
    options.publicUrl === undefined ? undefined : new URL(options.publicUrl).origin
  const secure = options.tls !== undefined || publicOrigin?.startsWith('https:') === true
  const origins = new Set(publicOrigin === undefined ? [] : [publicOrigin])
  const metrics = makeMetrics()
  const door = makeDoor(kernel, makeLimits({ ...RATES, ...options.rates }), metrics, {
    origins,
    secure,
  })

  const policy = mountHeaders(app, { secure, origins })
  app.setErrorHandler((error, request, reply) =>
    sendProblem(reply, problemOf(error, request.id, kernel.log)),
  )
  takeBodies(app)
  await app.register(multipart)
  mountApi(app, door)
  mountManifest(app, door, options.warnings)
  mountHealth(app, door, options)
  mountDocs(app, door, policy)
  mountMcp(app, door)
  mountModules(app, door)
  const trust = makeTrust(options.trustedProxies)
  const realtime = mountRealtime(door, (request) => addressOf(request, trust))
  await mountSite(app, options.webDir, policy)
  app.addHook('preClose', () => realtime.close())
  app.addHook('onClose', async () => metrics.close())

  const operator = mountOperator(app)
  for (const server of [app.server, operator]) server.on('upgrade', realtime.upgrade)

  try {
    await app.ready()
    if (options.operatorSocket !== undefined)
      await listenForOperator(operator, options.operatorSocket)
    await app.listen({ host: options.host ?? '127.0.0.1', port: options.port ?? 8080 })
  } catch (error) {
    await app.close()
    throw error
  }
  return app
}

function makeServer({ tls, trustedProxies }: HttpOptions): FastifyInstance {
  return Fastify({
    ...(tls ? { https: tls } : {}),
    trustProxy: trustedProxies?.length ? makeTrust(trustedProxies) : false,
    bodyLimit: BODY_MAX,
    logger: false,
    genReqId: () => newId(),
    requestTimeout: REQUEST_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    http: { headersTimeout: HEADERS_MS },
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) =>
      sendProblem(reply, problemOf(error, request.id, console as never)),
    clientErrorHandler(_error, socket) {
      // Not even a request line: nothing to route, so the answer is written by hand.
      if (!socket.writable || socket.destroyed) return
      const body = JSON.stringify(
        problem(fail('invalid', 'This is not a well-formed HTTP request.'), newId()),
      )
      socket.end(
        `HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
      )
    },
  }) as unknown as FastifyInstance
}

function takeBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : parseJson(body as string))
    } catch (error) {
      done(error as Error)
    }
  })
}
