import { createHash } from 'node:crypto'
import type { Body, Operation, Param } from '../plan.ts'
import type { Listed } from './listing.ts'
import { nounOf } from './names.ts'
import { resolved } from './pointer.ts'
import { isJson, textOf, type Document, type Json } from './read.ts'
import { cleanerOf, type Cleaner } from './schema.ts'
import { settingsOf, type Settings } from './settings.ts'

/** More than this is no form any more; the body then travels whole. */
const FIELDS_MAX = 60

/** An operation with its schemas put in place: what a form, a call and an agent need. Only chosen ones are made. */
export function operationOf(document: Document, listed: Listed, given: Settings = {}): Operation {
  const { root } = document
  const cleaner = cleanerOf(root)
  const settings = { ...settingsOf(listed.operation), ...given }
  const [noun, verb] = [settings.noun ?? listed.noun, settings.verb ?? listed.verb]
  const parameters = parametersOf(root, listed)
  const params: Param[] = []
  const properties: Record<string, Json> = {}
  const required: string[] = []
  for (const each of parameters) {
    const param = paramOf(each, noun, settings, properties)
    if (!param) continue
    params.push(param)
    if (param.fixed !== undefined) continue
    properties[param.as] = cleaner.input(schemaOf(each))
    const words = textOf(each['description'])
    if (words && !properties[param.as]!['description'])
      properties[param.as] = { ...properties[param.as], description: words.slice(0, 500) }
    if (each['required'] === true || param.in === 'path') required.push(param.as)
  }
  const body = bodyOf(document, listed, cleaner, properties, required)
  const kind = settings.kind ?? listed.kind
  const idempotency = settings.idempotency ?? headerOfKey(parameters)
  const { paging } = settings
  const input = pagedInput(properties, required, params, paging)
  return {
    key: listed.key,
    noun,
    verb,
    kind,
    title: settings.title ?? listed.title,
    ...(settings.zh ? { zh: settings.zh } : {}),
    description: (textOf(listed.operation['description']) || listed.title).slice(0, 1000),
    method: listed.method.toUpperCase(),
    path: params.reduce(
      (path, { in: place, name, as }) =>
        place === 'path' ? path.replaceAll(`{${name}}`, `{${as}}`) : path,
      listed.path,
    ),
    ...serverOf(listed),
    params,
    ...(body ? { body } : {}),
    input,
    output: pagedOutput(answerOf(root, listed, cleaner, settings), paging),
    again:
      settings.again ??
      (kind === 'query' || ['put', 'delete'].includes(listed.method) || idempotency !== undefined),
    ...(listed.method === 'delete' ? { destructive: true } : {}),
    ...(idempotency ? { idempotency } : {}),
    ...(paging ? { paging } : {}),
    ...(settings.unwrap ? { unwrap: settings.unwrap } : {}),
    ...(settings.fault ? { fault: settings.fault } : {}),
    ...(settings.poll ? { poll: settings.poll } : {}),
    mark: createHash('sha256')
      .update(JSON.stringify([input, params, body]))
      .digest('hex')
      .slice(0, 16),
  }
}

function parametersOf(root: Json, { item, operation }: Listed): Json[] {
  const own = (of: Json) => listOfAll(root, of['parameters'])
  const all = new Map<string, Json>()
  for (const each of [...own(item), ...own(operation)])
    if (textOf(each['name'])) all.set(`${textOf(each['in'])} ${textOf(each['name'])}`, each)
  return [...all.values()]
}

function listOfAll(root: Json, value: unknown): Json[] {
  return (Array.isArray(value) ? (value as unknown[]) : []).flatMap((each) => {
    const found = resolved(root, each)
    return found ? [found] : []
  })
}

/** Swagger 2.0 writes the schema into the parameter itself. */
const schemaOf = (parameter: Json): unknown => {
  if (isJson(parameter['schema'])) return parameter['schema']
  const [content] = isJson(parameter['content']) ? Object.values(parameter['content']) : []
  if (isJson(content)) return content['schema']
  return parameter['type'] === 'file' ? { type: 'string' } : parameter
}

function paramOf(
  parameter: Json,
  noun: string,
  { fixed = {}, names = {} }: Settings,
  taken: Readonly<Record<string, unknown>>,
): Param | undefined {
  const name = textOf(parameter['name'])
  const place = textOf(parameter['in'])
  if (place !== 'path' && place !== 'query' && place !== 'header') return undefined
  if (place === 'header' && OURS.test(name)) return undefined
  const short = nounOf(name)
  const isId = place === 'path' && ['id', noun, `${noun}id`, `${noun}uuid`].includes(short)
  const wanted = names[name] ?? (isId ? noun : name)
  const as = Object.hasOwn(taken, wanted) ? `${place}_${name}` : wanted
  const list = listOf(parameter, place)
  return {
    name,
    in: place,
    as,
    ...(list ? { list } : {}),
    ...(fixed[name] === undefined ? {} : { fixed: fixed[name] }),
  }
}
/** What HTTP, egress or the linked account say themselves. */
const OURS = /^(authorization|accept|content-type|content-length|host|cookie|idempotency-key)$/i

function listOf(parameter: Json, place: string): Param['list'] | undefined {
  const style = textOf(parameter['style'])
  const format = textOf(parameter['collectionFormat'])
  if (style === 'deepObject') return 'brackets'
  if (style === 'spaceDelimited' || format === 'ssv') return 'space'
  if (style === 'pipeDelimited' || format === 'pipes') return 'pipe'
  const schema = schemaOf(parameter)
  if (!isJson(schema) || schema['type'] !== 'array') return undefined
  if (place !== 'query' || parameter['explode'] === false || (format && format !== 'multi'))
    return 'comma'
  return 'type' in parameter && !format ? 'comma' : 'repeat'
}

/** A document may name the header in which it takes a key; then we give ours. */
const headerOfKey = (parameters: readonly Json[]): string | undefined =>
  parameters.map(({ name }) => textOf(name)).find((name) => /^(x-)?idempotency-key$/i.test(name))

function bodyOf(
  { root, kind }: Document,
  { operation, item }: Listed,
  cleaner: Cleaner,
  properties: Record<string, Json>,
  required: string[],
): Body | undefined {
  const given =
    kind === 'swagger' ? swaggerBody(root, operation, item) : openapiBody(root, operation)
  if (!given) return undefined
  const { type, must } = given
  const media = /json/i.test(type) ? 'json' : /form/i.test(type) ? 'form' : 'text'
  const schema = media === 'text' ? { type: 'string' } : cleaner.input(given.schema)
  const own = isJson(schema['properties']) ? Object.entries(schema['properties']) : []
  const meets = own.some(([name]) => Object.hasOwn(properties, name))
  if (media === 'text' || own.length === 0 || own.length > FIELDS_MAX || meets || schema['anyOf']) {
    const whole = Object.hasOwn(properties, 'body') ? 'request_body' : 'body'
    properties[whole] = schema
    if (must) required.push(whole)
    return { media, type, whole }
  }
  for (const [name, one] of own) properties[name] = one as Json
  if (Array.isArray(schema['required']) && must) required.push(...(schema['required'] as string[]))
  return { media, type, fields: Object.fromEntries(own.map(([name]) => [name, name])) }
}

interface Given {
  readonly type: string
  readonly schema: unknown
  readonly must: boolean
}

function openapiBody(root: Json, operation: Json): Given | undefined {
  const body = resolved(root, operation['requestBody'])
  if (!body || !isJson(body['content'])) return undefined
  const all = Object.entries(body['content'])
  const [type, held] =
    all.find(([name]) => /json/i.test(name)) ??
    all.find(([name]) => /form/i.test(name)) ??
    all[0] ??
    []
  if (!type) return undefined
  return {
    type: type.includes('*') ? 'application/json' : type,
    schema: isJson(held) ? held['schema'] : {},
    must: body['required'] === true,
  }
}

function swaggerBody(root: Json, operation: Json, item: Json): Given | undefined {
  const all = [item, operation].flatMap(({ parameters }) => listOfAll(root, parameters))
  const whole = all.find((each) => each['in'] === 'body')
  const types = (operation['consumes'] ?? root['consumes']) as unknown
  const said = Array.isArray(types) ? types.map(textOf) : []
  if (whole)
    return {
      type: said.find((each) => /json/i.test(each)) ?? 'application/json',
      schema: whole['schema'],
      must: whole['required'] === true,
    }
  const fields = all.filter((each) => each['in'] === 'formData')
  if (fields.length === 0) return undefined
  return {
    type: 'application/x-www-form-urlencoded',
    schema: {
      type: 'object',
      properties: Object.fromEntries(fields.map((each) => [textOf(each['name']), schemaOf(each)])),
      required: fields
        .filter((each) => each['required'] === true)
        .map((each) => textOf(each['name'])),
    },
    must: true,
  }
}

function answerOf(root: Json, { operation }: Listed, cleaner: Cleaner, { unwrap }: Settings): Json {
  const responses = isJson(operation['responses']) ? operation['responses'] : {}
  const code = Object.keys(responses).find((each) => each.startsWith('2')) ?? 'default'
  const response = resolved(root, responses[code])
  if (!response) return {}
  const content = isJson(response['content']) ? Object.entries(response['content']) : []
  const [, held] = content.find(([type]) => /json/i.test(type)) ?? []
  const schema = response['schema'] ?? (isJson(held) ? held['schema'] : undefined)
  const whole = cleaner.output(schema)
  if (!unwrap) return whole
  return unwrap
    .split('/')
    .slice(1)
    .reduce<Json>((at, name) => {
      const inner = isJson(at['properties']) ? at['properties'][name] : undefined
      return isJson(inner) ? inner : {}
    }, whole)
}

function serverOf({ operation, item }: Listed): { server?: string } {
  const [first] = (operation['servers'] ?? item['servers'] ?? []) as unknown[]
  const url = isJson(first) ? textOf(first['url']) : ''
  return /^https?:\/\//.test(url) && !url.includes('{') ? { server: url } : {}
}

type PagingOf = Settings['paging']

/** A list that is cut into pages takes `limit` and `cursor` like every list here. */
function pagedInput(
  properties: Record<string, Json>,
  required: readonly string[],
  params: readonly Param[],
  paging: PagingOf,
): Json {
  const all = { ...properties }
  if (paging) {
    for (const { name, as } of params)
      if (name === paging.limit || name === paging.cursor) delete all[as]
    all['limit'] = { type: 'integer', minimum: 1, maximum: 1000 }
    all['cursor'] = { type: 'string', maxLength: 2000 }
  }
  const must = [...new Set(required)].filter((name) => name in all && !(paging && name === 'limit'))
  return {
    type: 'object',
    properties: all,
    ...(must.length > 0 ? { required: must } : {}),
    additionalProperties: false,
  }
}

function pagedOutput(schema: Json, paging: PagingOf): Json {
  if (!paging) return objectOf(schema)
  const list = (paging.items ?? '')
    .split('/')
    .slice(1)
    .reduce<Json>((at, name) => {
      const inner = isJson(at['properties']) ? at['properties'][name] : undefined
      return isJson(inner) ? inner : {}
    }, schema)
  const items = isJson(list['items']) ? list['items'] : {}
  return {
    type: 'object',
    properties: { items: { type: 'array', items }, next: { type: 'string' } },
    required: ['items'],
  }
}

/** An answer is always an object here: a list stands under `items`, text under `text`. */
export function objectOf(schema: Json): Json {
  const type = schema['x-type']
  if (type === 'array' || schema['items'])
    return { type: 'object', properties: { items: { ...schema } } }
  if (type && type !== 'object') return { type: 'object', properties: { value: { ...schema } } }
  return { ...schema, type: 'object' }
}
