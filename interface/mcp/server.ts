import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { createMcpHandler, Server, type CallToolResult } from '@modelcontextprotocol/server'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { fail, newId, type Actor } from '#kernel'
import { credentialOf, problemOf, type Door } from '#interface/door'
import { withoutSession } from '#interface/openapi'
import { searchActions } from './search.ts'
import { CALL, isTool, listTools, SEARCH, toolName } from './tools.ts'

const INFO = { name: 'tenon', title: 'Tenon', version: '1.0.0' }
const INSTRUCTIONS =
  'Business software of one company: people, chat, files, approvals and whatever modules are installed. ' +
  'Tools are actions under your own rights. For what is not listed use search_actions, then call_action. ' +
  'A refused call answers code, detail and fix: do what fix says. Lists take limit and cursor and answer items and next.'

/** `POST /mcp`, streamable HTTP without sessions, for clients of the 2025 and the 2026 revisions alike. */
export function mountMcp(app: FastifyInstance, door: Door): void {
  const { kernel } = door
  const { registry, log } = kernel
  const byTool = new Map(
    [...registry.actions.values()].map((action) => [toolName(action.id), action.id]),
  )

  const handler = createMcpHandler(
    ({ authInfo }) => {
      const { actor, address } = authInfo!.extra as unknown as Caller
      const server = new Server(INFO, { capabilities: { tools: {} }, instructions: INSTRUCTIONS })
      server.setRequestHandler('tools/list', async () => ({
        tools: listTools(await kernel.registryOf(actor.org), actor),
      }))
      server.setRequestHandler('tools/call', ({ params }) =>
        answer(params.name, params.arguments ?? {}, actor, address),
      )
      return server
    },
    { onerror: (error) => log.info({ error: error.message }, 'An MCP request was refused.') },
  )
  app.addHook('onClose', () => handler.close())

  async function answer(
    name: string,
    input: Record<string, unknown>,
    actor: Actor,
    address: string | undefined,
  ): Promise<CallToolResult> {
    try {
      if (name === SEARCH.name)
        return result(searchActions(await kernel.registryOf(actor.org), actor, input))
      const chosen =
        name === CALL.name
          ? callOf(input)
          : { id: byTool.get(name) ?? builtOf(name), input, key: undefined }
      const action = await door.actionFor(chosen.id, actor)
      // Signals and bytes have no tool; rights are the pipeline's to refuse, with its reasons.
      if (!isTool(action))
        throw fail('notFound', `There is no tool ${name.slice(0, 100)}.`, 'Use search_actions.')
      const options = {
        door: 'mcp',
        ...(address === undefined ? {} : { address }),
        ...(chosen.key !== undefined && action.kind === 'command' ? { key: chosen.key } : {}),
      }
      return result(withoutSession(action, await door.call(action, chosen.input, actor, options)))
    } catch (error) {
      const { code, detail, fix, id, fields } = problemOf(error, newId(), log)
      // As text only: clients check structured content against the schema of success.
      return {
        isError: true,
        content: [
          {
            type: 'text',
            text: JSON.stringify({ code, detail, fix, id, ...(fields ? { fields } : {}) }),
          },
        ],
      }
    }
  }

  app.route({
    method: ['GET', 'POST', 'DELETE'],
    url: '/mcp',
    async handler(request, reply) {
      const actor = await callerOf(door, request)
      const abort = new AbortController()
      reply.raw.on('close', () => abort.abort())
      const response = await handler.fetch(asWeb(request, abort.signal), {
        authInfo: {
          token: '',
          clientId: actor.id,
          scopes: [],
          extra: { actor, address: request.ip } satisfies Caller as never,
        },
        ...(request.body === undefined ? {} : { parsedBody: request.body }),
      })
      reply.code(response.status).header('cache-control', 'no-store')
      for (const [header, value] of response.headers) reply.header(header, value)
      return reply.send(response.body ? Readable.fromWeb(response.body as ReadableStream) : '')
    },
  })
}

/** `app_orders_order_list` → `app_orders.order.list`, see `Builder`. */
const builtOf = (name: string): string =>
  name.replace(/^([a-z]+_[^_]+)_([^_]+)_([^_]+)$/, '$1.$2.$3')

interface Caller {
  readonly actor: Actor
  readonly address: string
}

/** A token, or the operator's socket; never a cookie, which a page of another site could use. */
async function callerOf(door: Door, request: FastifyRequest): Promise<Actor> {
  const credential = credentialOf(request.raw, { address: request.ip })
  if (!credential || credential.scheme === 'session')
    throw fail(
      'unauthenticated',
      'MCP needs an API token.',
      'Send “Authorization: Bearer <token>”; make one under your account’s API tokens.',
    )
  return door.actorOf(credential)
}

function callOf({ action, input = {}, idempotency_key: key }: Record<string, unknown>): {
  id: string
  input: unknown
  key: string | undefined
} {
  if (typeof action !== 'string')
    throw fail('invalid', '“action” is the id of an action.', 'Find one by search_actions.')
  if (key !== undefined && (typeof key !== 'string' || !/^[\x20-\x7e]{1,100}$/.test(key)))
    throw fail(
      'invalid',
      '“idempotency_key” must be 1 to 100 printable ASCII characters.',
      'Send a UUID.',
    )
  return { id: action, input, key }
}

function result(output: unknown): CallToolResult {
  const text = JSON.stringify(output ?? null)
  const object = typeof output === 'object' && output !== null && !Array.isArray(output)
  return {
    content: [{ type: 'text', text }],
    ...(object ? { structuredContent: JSON.parse(text) as Record<string, unknown> } : {}),
  }
}

function asWeb(request: FastifyRequest, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, value] of Object.entries(request.headers)) {
    if (
      typeof value === 'string' &&
      !['connection', 'content-length', 'transfer-encoding', 'authorization'].includes(name)
    )
      headers.set(name, value)
  }
  const { method } = request
  const url = `http://${request.headers.host ?? 'localhost'}${request.url}`
  return new Request(url, {
    method,
    headers,
    signal,
    ...(method === 'POST' ? { body: JSON.stringify(request.body ?? null) } : {}),
  })
}
