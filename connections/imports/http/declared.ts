import { createHash } from 'node:crypto'
import { fail, T, type Static } from '#kernel'
import { readable } from './expression.ts'
import { cleanerOf } from '../openapi/schema.ts'
import { objectOf } from '../openapi/form.ts'
import { NOUN, Paging, VERB } from '../openapi/settings.ts'
import type { Operation, Param } from '../plan.ts'

const Json = T.Unsafe<Record<string, unknown>>({ type: 'object' })

/** One request as somebody wrote it down. */
export const Declared = T.Object(
  {
    noun: T.String({ pattern: NOUN, title: 'Thing' }),
    verb: T.String({ pattern: VERB, title: 'Verb' }),
    title: T.String({ minLength: 1, maxLength: 150, title: 'Name' }),
    zh: T.Optional(T.String({ minLength: 1, maxLength: 150, title: 'Chinese name' })),
    description: T.Optional(T.String({ maxLength: 1000, title: 'Description' })),
    method: T.Enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'], { title: 'Method' }),
    path: T.String({ pattern: '^/', maxLength: 1000, title: 'Path' }),
    query: T.Optional(
      T.Array(T.String({ maxLength: 100 }), { maxItems: 50, title: 'In the query' }),
    ),
    headers: T.Optional(
      T.Record(T.String({ pattern: '^[A-Za-z0-9-]{1,100}$' }), T.String({ maxLength: 1000 }), {
        maxProperties: 30,
        title: 'Headers',
      }),
    ),
    body: T.Optional(T.Json({ title: 'Body' })),
    input: T.Optional(Json),
    output: T.Optional(Json),
    map: T.Optional(T.Json({ title: 'Answer' })),
    again: T.Optional(T.Boolean({ title: 'Doing it twice does no harm' })),
    idempotency: T.Optional(
      T.String({ pattern: '^[A-Za-z0-9-]{1,60}$', title: 'Header of the key' }),
    ),
    paging: T.Optional(Paging),
  },
  { additionalProperties: false },
)
export type Declared = Static<typeof Declared>

/** Requests as operations; what cannot work is refused while its author looks at it. */
export function declared(requests: readonly Declared[]): Operation[] {
  const names = new Set<string>()
  return requests.map((request) => {
    const name = `${request.noun}.${request.verb}`
    if (names.has(name))
      throw fail('conflict', `Two requests are called ${name}.`, 'Give one of them another verb.')
    names.add(name)
    for (const each of [request.body, request.map]) if (each !== undefined) readable(each, name)
    return operationOf(request)
  })
}

function operationOf(request: Declared): Operation {
  const {
    noun,
    verb,
    title,
    zh,
    description,
    method,
    path,
    query = [],
    headers,
    body,
    map,
    paging,
  } = request
  const cleaner = cleanerOf({})
  const asked = cleaner.input({ type: 'object', ...request.input })
  const own = (asked['properties'] ?? {}) as Record<string, object>
  const inPath = [...path.matchAll(/\{([a-z_][\w]*)\}/gi)]
    .map(([, as]) => as!)
    .filter((as) => as !== 'key')
  const params: Param[] = [
    ...inPath.map((as): Param => ({ name: as, as, in: 'path' })),
    ...query.map((as): Param => ({ name: as, as, in: 'query' })),
  ]
  const pages = paging
    ? {
        limit: { type: 'integer', minimum: 1, maximum: 1000 },
        cursor: { type: 'string', maxLength: 2000 },
      }
    : {}
  const missing = Object.fromEntries(
    params.flatMap(({ as, in: place }) =>
      as in own
        ? []
        : [[as, place === 'path' ? { type: 'string', minLength: 1 } : { type: 'string' }]],
    ),
  )
  const properties = { ...own, ...missing, ...pages }
  const required = [...new Set([...((asked['required'] as string[] | undefined) ?? []), ...inPath])]
  const input = {
    type: 'object',
    properties,
    ...(required.length ? { required } : {}),
    additionalProperties: false,
  }
  const rest = Object.keys(own).filter((name) => !params.some(({ as }) => as === name))
  const kind = method === 'GET' ? 'query' : 'command'
  const output = paging
    ? {
        type: 'object',
        properties: { items: { type: 'array' }, next: { type: 'string' } },
        required: ['items'],
      }
    : objectOf(cleaner.output(request.output ?? {}))
  return {
    key: `${method} ${path}`,
    noun,
    verb,
    kind,
    title,
    ...(zh ? { zh } : {}),
    description: description ?? title,
    method,
    path,
    params,
    ...(headers
      ? {
          headers: Object.fromEntries(
            Object.entries(headers).map(([key, value]) => [key.toLowerCase(), value]),
          ),
        }
      : {}),
    ...(method === 'GET' || (body === undefined && rest.length === 0)
      ? {}
      : {
          body: {
            media: 'json' as const,
            type: 'application/json',
            ...(body === undefined
              ? { fields: Object.fromEntries(rest.map((name) => [name, name])) }
              : { template: body }),
          },
        }),
    input,
    output,
    again:
      request.again ??
      (kind === 'query' || ['PUT', 'DELETE'].includes(method) || request.idempotency !== undefined),
    ...(method === 'DELETE' ? { destructive: true } : {}),
    ...(request.idempotency ? { idempotency: request.idempotency } : {}),
    ...(paging ? { paging } : {}),
    ...(map === undefined ? {} : { map }),
    mark: createHash('sha256').update(JSON.stringify(request)).digest('hex').slice(0, 16),
  }
}
