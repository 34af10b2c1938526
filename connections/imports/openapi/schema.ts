import { pointed } from './pointer.ts'
import { isJson, textOf, type Json } from './read.ts'

/** Of one form; what lies beyond is taken as it comes. Services describe far more than anybody fills in. */
const NODES_MAX = 400
const DEPTH_MAX = 8
const ENUM_MAX = 200
const WORDS_MAX = 500

/** Somebody else's schema as plain JSON Schema: references put in place, bounded, nothing in it that runs. */
export interface Cleaner {
  /** What is asked of the caller. */
  input(schema: unknown): Json
  /** What the service promises to answer. It is shown and never enforced: an answer is not refused for its shape. */
  output(schema: unknown): Json
}

export function cleanerOf(root: Json): Cleaner {
  let nodes = 0
  const clean = (
    value: unknown,
    strict: boolean,
    depth: number,
    within: readonly string[],
  ): Json => {
    if (!isJson(value) || depth > DEPTH_MAX || ++nodes > NODES_MAX) return {}
    const to = value['$ref']
    if (typeof to === 'string') {
      if (within.includes(to)) return {}
      const target = pointed(root, to)
      const made = clean(target, strict, depth, [...within, to])
      const words = textOf(value['description'])
      return words ? { ...made, description: words.slice(0, WORDS_MAX) } : made
    }
    const inner = (one: unknown) => clean(one, strict, depth + 1, within)
    return strict ? asked(value, inner) : promised(value, inner)
  }
  return {
    input: (schema) => ((nodes = 0), clean(schema, true, 0, [])),
    output: (schema) => ((nodes = 0), clean(schema, false, 0, [])),
  }
}

type Inner = (schema: unknown) => Json

function asked(schema: Json, inner: Inner): Json {
  const made: Record<string, unknown> = wordsOf(schema)
  const { types, nullable } = typesOf(schema)
  const whole = merged(schema, inner)
  if (types.length > 0)
    made['type'] = nullable ? [...types, 'null'] : types.length > 1 ? types : types[0]
  if (Array.isArray(schema['enum']) && schema['enum'].length <= ENUM_MAX)
    made['enum'] = nullable
      ? [...new Set([...(schema['enum'] as unknown[]), null])]
      : schema['enum']
  if ('const' in schema && JSON.stringify(schema['const'] ?? null).length < WORDS_MAX)
    made['const'] = schema['const']
  if ('default' in schema && JSON.stringify(schema['default'] ?? null).length < WORDS_MAX)
    made['default'] = schema['default']
  for (const word of BOUNDS)
    if (typeof schema[word] === 'number' && Number.isFinite(schema[word])) made[word] = schema[word]
  // OpenAPI 3.0 says by a flag whether a bound itself is left out.
  for (const [flag, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const)
    if (schema[flag] === true && typeof made[bound] === 'number') {
      made[flag] = made[bound]
      delete made[bound]
    }
  const format = textOf(schema['format'])
  if (FORMATS.has(format)) made['format'] = format
  else if (format === 'password') made['x-sensitive'] = true
  if (whole.properties) made['properties'] = whole.properties
  if (whole.required.length > 0) made['required'] = whole.required
  if (whole.properties && types.length === 0) made['type'] = 'object'
  if (isJson(schema['items'])) made['items'] = inner(schema['items'])
  if (isJson(schema['additionalProperties']))
    made['additionalProperties'] = inner(schema['additionalProperties'])
  // Which of several it is, the service checks itself: it knows its discriminators.
  const choices = (schema['oneOf'] ?? schema['anyOf']) as unknown
  if (Array.isArray(choices) && !whole.properties) made['anyOf'] = choices.slice(0, 20).map(inner)
  return made
}

/** Without `type`, words such as `properties` only describe: nothing fails to fit. */
function promised(schema: Json, inner: Inner): Json {
  const made: Record<string, unknown> = wordsOf(schema)
  const { types } = typesOf(schema)
  const { properties } = merged(schema, inner)
  if (types[0]) made['x-type'] = types[0]
  if (properties) made['properties'] = properties
  if (isJson(schema['items'])) made['items'] = inner(schema['items'])
  return made
}

function wordsOf(schema: Json): Record<string, unknown> {
  const [title, description] = [textOf(schema['title']), textOf(schema['description'])]
  return {
    ...(title ? { title: title.slice(0, 100) } : {}),
    ...(description ? { description: description.slice(0, WORDS_MAX) } : {}),
  }
}

function typesOf(schema: Json): { types: string[]; nullable: boolean } {
  const said = Array.isArray(schema['type']) ? (schema['type'] as unknown[]) : [schema['type']]
  const types = said.filter((each): each is string => TYPES.has(each as string))
  return { types, nullable: schema['nullable'] === true || said.includes('null') }
}

/** Properties of the schema itself and of all that it is put together from. */
function merged(
  schema: Json,
  inner: Inner,
): { properties?: Record<string, Json>; required: string[] } {
  const properties: Record<string, Json> = {}
  const required = new Set<string>()
  let any = false
  const parts = Array.isArray(schema['allOf'])
    ? (schema['allOf'] as unknown[]).slice(0, 50).map(inner)
    : []
  for (const part of parts) {
    if (isJson(part['properties'])) {
      any = true
      Object.assign(properties, part['properties'])
    }
    if (Array.isArray(part['required']))
      for (const name of part['required'] as string[]) required.add(name)
  }
  if (isJson(schema['properties'])) {
    any = true
    for (const [name, one] of Object.entries(schema['properties']))
      if (name !== '__proto__' && name.length <= 100) properties[name] = inner(one)
  }
  if (Array.isArray(schema['required']))
    for (const name of schema['required'] as unknown[])
      if (typeof name === 'string') required.add(name)
  return {
    ...(any ? { properties } : {}),
    required: [...required].filter((name) => Object.hasOwn(properties, name)),
  }
}

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object'])
const FORMATS = new Set(['uuid', 'date', 'date-time', 'email'])
const BOUNDS = [
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
]
