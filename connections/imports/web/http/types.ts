import type { Schema } from '#web'
import { NOUN, VERB } from '../types.ts'

export const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
export const TYPES = ['string', 'integer', 'number', 'boolean', 'object', 'array'] as const

/** A request as the server is told it. */
export interface Declared {
  noun: string
  verb: string
  title: string
  description?: string
  method: (typeof METHODS)[number]
  path: string
  query?: string[]
  headers?: Record<string, string>
  body?: unknown
  input?: Schema
  map?: unknown
  again?: boolean
  idempotency?: string
  [more: string]: unknown
}
export interface InputField {
  name: string
  type: (typeof TYPES)[number]
  required: boolean
  inQuery: boolean
}
/** The same while somebody writes it; what is JSON is text until it is sent. */
export interface Draft {
  at: number
  /** What was written elsewhere and is not shown here. */
  rest: Partial<Declared>
  noun: string
  verb: string
  title: string
  method: Declared['method']
  path: string
  fields: InputField[]
  headers: string
  body: string
  map: string
  again: boolean
  idempotency: string
}

export const newDraft = (at: number): Draft => ({
  at,
  rest: {},
  noun: '',
  verb: '',
  title: '',
  method: 'GET',
  path: '/',
  fields: [],
  headers: '',
  body: '',
  map: '',
  again: true,
  idempotency: '',
})

export function draftOf(request: Declared, at: number): Draft {
  const {
    noun,
    verb,
    title,
    method,
    path,
    query = [],
    headers = {},
    body,
    input,
    map,
    again,
    idempotency,
    ...rest
  } = request
  const own = Object.entries(input?.properties ?? {}).map(([name, schema]): InputField => ({
    name,
    type: TYPES.find((type) => type === schema.type) ?? 'string',
    required: input?.required?.includes(name) ?? false,
    inQuery: query.includes(name),
  }))
  const missing = query
    .filter((name) => !own.some((field) => field.name === name))
    .map((name): InputField => ({ name, type: 'string', required: false, inQuery: true }))
  return {
    at,
    rest,
    noun,
    verb,
    title,
    method,
    path,
    fields: [...own, ...missing],
    headers: Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n'),
    body: textOf(body),
    map: textOf(map),
    again: again ?? method === 'GET',
    idempotency: idempotency ?? '',
  }
}

/** What the server is told; `undefined` while something cannot be read. */
export function declaredOf(draft: Draft): Declared | undefined {
  const { rest, noun, verb, title, method, path, fields, idempotency, again } = draft
  const [body, map, headers] = [valueOf(draft.body), valueOf(draft.map), headersOf(draft.headers)]
  const ready =
    NOUN.test(noun) &&
    VERB.test(verb) &&
    title.trim() !== '' &&
    path.startsWith('/') &&
    fields.every(({ name }) => VERB.test(name)) &&
    body.ok &&
    map.ok &&
    headers !== undefined
  if (!ready) return undefined
  const query = fields.filter(({ inQuery }) => inQuery).map(({ name }) => name)
  return {
    ...rest,
    noun,
    verb,
    title: title.trim(),
    method,
    path,
    again,
    ...(query.length > 0 ? { query } : {}),
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(body.value === undefined || method === 'GET' ? {} : { body: body.value }),
    ...(fields.length > 0 ? { input: inputOf(fields) } : {}),
    ...(map.value === undefined ? {} : { map: map.value }),
    ...(idempotency.trim() ? { idempotency: idempotency.trim() } : {}),
  }
}

/** With what stands in braces in the path, which is always needed. */
export function inputOf(fields: readonly InputField[], path = ''): Schema {
  const inPath = [...path.matchAll(/\{([a-z_]\w*)\}/gi)].map(([, name]) => name!)
  const bare = inPath.filter((name) => !fields.some((field) => field.name === name))
  return {
    type: 'object',
    properties: Object.fromEntries([
      ...bare.map((name) => [name, { type: 'string' }] as const),
      ...fields.map(({ name, type }) => [name, { type }] as const),
    ]),
    required: [...inPath, ...fields.filter((one) => one.required).map(({ name }) => name)].filter(
      (name, index, all) => all.indexOf(name) === index,
    ),
  }
}

const textOf = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2)

/** JSON, or one expression. */
export function valueOf(text: string): { ok: boolean; value: unknown } {
  const trimmed = text.trim()
  if (trimmed === '') return { ok: true, value: undefined }
  if (/^\{\{[\s\S]*\}\}$/.test(trimmed)) return { ok: true, value: trimmed }
  try {
    return { ok: true, value: JSON.parse(trimmed) as unknown }
  } catch {
    return { ok: false, value: undefined }
  }
}

/** One a line: `Accept: application/json`. */
export function headersOf(text: string): Record<string, string> | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const pairs = lines.map((line) => /^([A-Za-z0-9-]{1,100}):\s*(.+)$/.exec(line.trim()))
  if (pairs.some((pair) => pair === null)) return undefined
  return Object.fromEntries(pairs.map((pair) => [pair![1]!, pair![2]!]))
}
