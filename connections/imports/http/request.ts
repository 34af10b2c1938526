import { fail } from '#kernel'
import type { Operation, Param } from '../plan.ts'
import { computed } from './expression.ts'
import type { Where } from './send.ts'

type Row = Record<string, unknown>
export interface Request {
  readonly url: string
  readonly headers: Record<string, string>
  readonly body?: string
}

/** An operation with what the caller gave, as one HTTP request. */
export function requestOf(
  operation: Operation,
  where: Where,
  given: Readonly<Row>,
  extra: Readonly<Record<string, string>> = {},
): Request {
  const { params, body, idempotency } = operation
  const headers: Record<string, string> = { accept: 'application/json', ...operation.headers }
  const query: [string, string][] = []
  let path = operation.path
  for (const param of params) {
    if (Object.hasOwn(extra, param.name)) continue
    const value = param.fixed ?? given[param.as]
    if (value === undefined || value === null) continue
    if (param.in === 'path') path = path.replaceAll(`{${param.as}}`, segments(param, value))
    else if (param.in === 'header') headers[param.name.toLowerCase()] = plain(value)
    else query.push(...pairs(param, value))
  }
  query.push(...Object.entries(extra))
  // `{key}` is where a linked account puts its own.
  const open = /\{(?!key\})[^}]*\}/.exec(path)
  if (open) throw fail('invalid', `“${open[0]}” of the address is missing.`, 'Give it a value.')
  if (idempotency && where.key !== undefined) headers[idempotency.toLowerCase()] = where.key
  const text = body ? bodyOf(operation, where, given) : undefined
  if (text !== undefined) headers['content-type'] = body!.type
  const base = (operation.server ?? where.server).replace(/\/+$/, '')
  const search = query
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`)
    .join('&')
  const glue = path.includes('?') ? '&' : '?'
  return {
    url: base + path + (search ? glue + search : ''),
    headers,
    ...(text === undefined ? {} : { body: text }),
  }
}

function bodyOf({ body }: Operation, { now }: Where, given: Readonly<Row>): string | undefined {
  const { media, whole, fields = {}, template } = body!
  if (template !== undefined) {
    const made = computed(template, 'body', { input: given }, now)
    return typeof made === 'string' ? made : JSON.stringify(made)
  }
  const value = whole
    ? given[whole]
    : Object.fromEntries(
        Object.entries(fields).flatMap(([name, as]) =>
          given[as] === undefined ? [] : [[name, given[as]]],
        ),
      )
  if (value === undefined) return undefined
  if (media === 'json') return JSON.stringify(value)
  if (media === 'text' || typeof value !== 'object') return plain(value)
  return new URLSearchParams(
    Object.entries(value as Row).flatMap(([name, each]): [string, string][] =>
      Array.isArray(each)
        ? each.map((one) => [name, plain(one)])
        : each === null
          ? []
          : [[name, plain(each)]],
    ),
  ).toString()
}

const segments = ({ list }: Param, value: unknown): string =>
  list === 'segments'
    ? plain(value).replace(/^\/+/, '').split('/').map(segment).join('/')
    : segment(value)

/** One value never becomes two segments, nor a way upwards. */
function segment(value: unknown): string {
  const text = plain(value)
  if (text === '' || text === '.' || text === '..')
    throw fail(
      'invalid',
      'This value cannot stand in an address.',
      'Give an id as the service wrote it.',
    )
  return encodeURIComponent(text)
}

function pairs({ name, list }: Param, value: unknown): [string, string][] {
  if (Array.isArray(value)) {
    if (list === 'repeat' || list === undefined) return value.map((each) => [name, plain(each)])
    if (list === 'brackets') return value.map((each) => [`${name}[]`, plain(each)])
    return [
      [name, value.map(plain).join({ comma: ',', space: ' ', pipe: '|', segments: '/' }[list])],
    ]
  }
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).map(([key, each]) => [
      list === 'brackets' ? `${name}[${key}]` : key,
      plain(each),
    ])
  return [[name, plain(value)]]
}

const plain = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value)
