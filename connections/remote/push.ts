import type { ServerResponse } from 'node:http'
import { fail, isId, moduleActor, type Kernel, type MountRequest } from '#kernel'
import { isSigned } from '#connections/signing'
import type { Parts } from './make/parts.ts'
import { readyLink } from './store.ts'

/**
 * `POST /remote/push/<organisation>/<installation>`: what a vendor tells by itself, signed. The id of the
 * message is the key under which it is taken, so the same message twice is taken once.
 */
export async function answerPush(
  request: MountRequest,
  response: ServerResponse,
  kernel: Kernel,
): Promise<void> {
  if (request.raw.method !== 'POST') throw fail('invalid', 'Messages are sent by POST.')
  const [, , , org = '', id = ''] = request.url.pathname.split('/')
  const { secrets, database } = kernel
  const link =
    isId(org) && isId(id) ? await readyLink(database.reader(org).sql, secrets, org, id) : undefined
  if (!link) throw fail('notFound', 'There is no such installation.', 'It may have been removed.')
  const body = Buffer.from(request.body).toString()
  const valid = [link.secret, ...(link.other ? [link.other] : [])]
  const messageId = header(request, 'webhook-id')
  const headers = {
    'webhook-id': messageId,
    'webhook-timestamp': header(request, 'webhook-timestamp'),
    'webhook-signature': header(request, 'webhook-signature'),
  }
  if (!messageId || messageId.length > 90 || !isSigned(valid, headers, body))
    throw fail(
      'unauthenticated',
      'The message is not signed as agreed, or is too old.',
      'Sign with the secret of this installation, at most five minutes before sending.',
    )
  const registry = await kernel.registryOf(org)
  const module = registry.modules.get(link.module)
  if (!module) throw fail('unavailable', 'The installation is not complete yet.', 'Try again.')
  const actor = moduleActor(link.module, org, Object.keys(module.scopes))
  const taken = await kernel.call(`${link.module}.inbox.take`, parse(body), actor, {
    door: 'module',
    key: messageId,
    ...(request.address ? { address: request.address } : {}),
  })
  response.statusCode = 200
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(taken))
}

const header = ({ raw }: MountRequest, name: string): string | undefined => {
  const value = raw.headers[name]
  return typeof value === 'string' ? value : undefined
}

function parse(body: string): Parts {
  try {
    return JSON.parse(body) as Parts
  } catch {
    throw fail('invalid', 'The message is no JSON.')
  }
}
