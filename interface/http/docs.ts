import type { FastifyInstance, FastifyRequest } from 'fastify'
import { TenonError, type Kernel } from '#kernel'
import { credentialOf, type Door } from '#interface/door'
import { asyncapiOf, docsFiles, openapiOf } from '#interface/openapi'
import { sendLarge } from './manifest.ts'

/** The contract for machines and for people; public, also before set-up. */
export function mountDocs(app: FastifyInstance, door: Door, policy: string): void {
  for (const [path, documentOf] of [
    ['/openapi.json', openapiOf],
    ['/asyncapi.json', asyncapiOf],
  ] as const) {
    const documents = new WeakMap<Kernel['registry'], string>()
    app.get(path, async (request, reply) => {
      const registry = await registryFor(door, request)
      const document = documents.get(registry) ?? JSON.stringify(documentOf(registry))
      documents.set(registry, document)
      return sendLarge(request, reply, document, 'no-cache')
    })
  }
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

/** Whoever is signed in reads what his organisation built as well; a dead cookie reads what everybody reads. */
async function registryFor(door: Door, request: FastifyRequest): Promise<Kernel['registry']> {
  const credential = credentialOf(request.raw, { address: request.ip })
  try {
    return await door.kernel.registryOf((await door.actorOf(credential)).org)
  } catch (error) {
    if (error instanceof TenonError && error.kind === 'unauthenticated') return door.kernel.registry
    throw error
  }
}
