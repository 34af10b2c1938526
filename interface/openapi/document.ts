import { createRequire } from 'node:module'
import { STATUS, visibleSchema, type AnyAction, type ErrorSpec, type Kernel } from '#kernel'
import { marksOf, type Schema } from './marks.ts'

type Registry = Kernel['registry']
const { version } = createRequire(import.meta.url)('../../package.json') as { version: string }

/** OpenAPI 3.1 of everything the doors offer: the same text for the same definitions. */
export function openapiOf(registry: Registry): object {
  const actions = [...registry.actions.values()]
    .filter(({ internal }) => !internal)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const entities = [...registry.entities.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  // A record's schema stands once; TypeBox values of the same entity are equal as JSON.
  const names = new Map(
    entities.map((entity) => [JSON.stringify(visibleSchema(entity)), entity.id]),
  )
  const shared = (schema: unknown) => share(schema, names)
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tenon',
      version,
      description:
        'Every action of this installation. A refusal is RFC 9457 with `code`, `fix` (what to do next) and `id` (to quote). Lists take `limit` and `cursor`.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { session: [] }],
    tags: [...registry.modules.values()].map(({ id, title }) => ({
      name: id,
      description: title,
      ...chinese(registry, id),
    })),
    paths: Object.fromEntries(
      actions.map((action) => [`/api/${action.id}`, pathOf(action, registry, shared)]),
    ),
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'An API token.' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'tenon_session',
          description: 'A browser session; what is not GET also sends X-Tenon: 1.',
        },
      },
      schemas: {
        problem: PROBLEM,
        ...Object.fromEntries(entities.map((entity) => [entity.id, visibleSchema(entity)])),
      },
    },
  }
}

function pathOf(
  action: AnyAction,
  registry: Registry,
  shared: (schema: unknown) => unknown,
): object {
  const input = action.input as Schema
  const { upload } = marksOf(action)
  const operation = {
    tags: [action.id.split('.', 1)[0]!],
    summary: action.title,
    description: action.description,
    ...(action.scope === 'everyone' ? { security: [] } : {}),
    'x-kind': action.kind,
    'x-effect': action.effect,
    'x-scope': action.scope,
    ...(action.destructive ? { 'x-destructive': true } : {}),
    ...(action.idempotent ? { 'x-idempotent': true } : {}),
    ...chinese(registry, action.id),
  }
  const responses = responsesOf(action, shared)
  const post = {
    operationId: action.id,
    ...operation,
    ...(action.kind === 'command' ? { parameters: [KEY] } : {}),
    requestBody: {
      required: (input.required?.length ?? 0) > 0,
      content:
        upload === undefined
          ? { 'application/json': { schema: shared(input) } }
          : { 'multipart/form-data': { schema: asForm(input, upload) } },
    },
    responses,
  }
  if (action.kind !== 'query' || !isFlat(input)) return { post }
  return {
    get: {
      operationId: `${action.id}:get`,
      ...operation,
      parameters: parametersOf(input),
      responses,
    },
    post,
  }
}

function responsesOf(action: AnyAction, shared: (schema: unknown) => unknown): object {
  const content = marksOf(action).download
    ? { '*/*': { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: shared(withoutToken(action)) } }
  const declared = Object.entries((action.errors ?? {}) as Record<string, ErrorSpec>)
  const byStatus = Map.groupBy(declared, ([, { kind }]) => STATUS[kind])
  const refusals = [...byStatus]
    .sort(([a], [b]) => a - b)
    .map(([status, errors]) => [
      String(status),
      {
        description: errors.map(([code, { message }]) => `${code}: ${message}`).join(' '),
        'x-codes': errors.map(([code]) => code),
        content: PROBLEM_CONTENT,
      },
    ])
  return {
    200: { description: action.kind === 'signal' ? 'Heard.' : 'Done.', content },
    ...Object.fromEntries(refusals),
    default: { description: 'Any other refusal.', content: PROBLEM_CONTENT },
  }
}

/** The session itself travels as a cookie. */
function withoutToken(action: AnyAction): unknown {
  const output = action.output as Schema
  const name = marksOf(action).session?.set
  if (name === undefined) return output
  const { [name]: _token, ...properties } = output.properties ?? {}
  return {
    ...output,
    properties,
    ...(output.required ? { required: output.required.filter((each) => each !== name) } : {}),
  }
}

const SCALAR = new Set(['string', 'integer', 'number', 'boolean'])
const isScalar = (schema: Schema): boolean =>
  SCALAR.has(schema.type ?? (schema.enum ? 'string' : ''))
const isFlat = (input: Schema): boolean =>
  Object.values(input.properties ?? {}).every(
    (each) => isScalar(each) || (each.type === 'array' && isScalar(each.items ?? {})),
  )

const parametersOf = (input: Schema): object[] =>
  Object.entries(input.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: input.required?.includes(name) ?? false,
    ...(typeof schema.description === 'string' ? { description: schema.description } : {}),
    schema,
  }))

const asForm = (input: Schema, upload: string): Schema => ({
  ...input,
  properties: { ...input.properties, [upload]: { type: 'string', format: 'binary' } },
})

function share(schema: unknown, names: ReadonlyMap<string, string>): unknown {
  if (Array.isArray(schema)) return schema.map((each) => share(each, names))
  if (typeof schema !== 'object' || schema === null) return schema
  const name = (schema as Schema).type === 'object' ? names.get(JSON.stringify(schema)) : undefined
  if (name !== undefined) return { $ref: `#/components/schemas/${name}` }
  return Object.fromEntries(Object.entries(schema).map(([key, each]) => [key, share(each, names)]))
}

const chinese = (registry: Registry, id: string): object =>
  registry.zh.has(id) ? { 'x-title-zh': registry.zh.get(id) } : {}

const KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'The same key and input answer the first result.',
  schema: { type: 'string', maxLength: 100 },
}
const PROBLEM = {
  type: 'object',
  title: 'Problem (RFC 9457)',
  required: ['type', 'title', 'status', 'detail', 'code', 'fix', 'id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string', description: 'What is wrong.' },
    code: {
      type: 'string',
      description: `One of ${Object.keys(STATUS).join(', ')}, or a code the action declares.`,
    },
    fix: { type: 'string', description: 'What to do next.' },
    id: { type: 'string', description: 'To quote to support.' },
    fields: {
      type: 'array',
      items: {
        type: 'object',
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}
const PROBLEM_CONTENT = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/problem' } },
}
