import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { fail } from '#kernel'

/** First path segments that are never a page of the web. */
const DOORS = new Set([
  'api',
  'assets',
  'files',
  'mcp',
  'realtime',
  'docs',
  'healthz',
  'metrics',
  'manifest.json',
  'openapi.json',
])
const YEAR_S = 365 * 24 * 3600

/** The built web: hashed assets for ever, everything else asked again, unknown addresses the one page. */
export async function mountSite(
  app: FastifyInstance,
  webDir: string | undefined,
  policy: string,
): Promise<void> {
  const present = webDir !== undefined && existsSync(join(webDir, 'index.html'))
  if (present) {
    await app.register(fastifyStatic, {
      root: webDir,
      wildcard: true,
      index: 'index.html',
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        if (/\.html(\.br|\.gz)?$/.test(path)) reply.header('content-security-policy', policy)
        const hashed = path.includes('/assets/') || path.includes('\\assets\\')
        reply.header('cache-control', hashed ? `public, max-age=${YEAR_S}, immutable` : 'no-cache')
      },
    })
  }
  app.setNotFoundHandler((request, reply) => {
    const [, first = ''] = /^\/([^/?]*)/.exec(request.url) ?? []
    const reads = request.method === 'GET' || request.method === 'HEAD'
    if (
      present &&
      reads &&
      !DOORS.has(first) &&
      !/\.[a-z0-9]{1,8}$/i.test(request.url.split('?')[0]!)
    )
      return reply.sendFile('index.html')
    throw fail('notFound', 'There is nothing at this address.', 'See /docs for what there is.')
  })
}
