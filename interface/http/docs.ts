import type { FastifyInstance } from 'fastify'
import type { Kernel } from '#kernel'
import { docsFiles, openapiOf } from '#interface/openapi'
import { sendLarge } from './manifest.ts'

/** The contract for machines and for people; public, also before set-up. */
export function mountDocs(
  app: FastifyInstance,
  registry: Kernel['registry'],
  policy: string,
): void {
  let document: string | undefined
  app.get('/openapi.json', (request, reply) =>
    sendLarge(request, reply, (document ??= JSON.stringify(openapiOf(registry))), 'no-cache'),
  )
  for (const { path, type, body } of docsFiles()) {
    app.get(path, (_request, reply) =>
      reply
        .header('cache-control', 'no-cache')
        .header('content-security-policy', policy)
        .type(type)
        .send(body),
    )
  }
}
