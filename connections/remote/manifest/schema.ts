/**
 * A schema that somebody else wrote, made harmless: only words that describe data are kept, references
 * within the document are put in place, and size and depth are bounded. What would make a door do
 * something (`x-session`, `x-kind: upload` …) and patterns, which a backtracking engine would run, are
 * left out; the vendor checks those itself.
 */
export function boundedSchema(schema: unknown): Record<string, unknown> {
  const root = isObject(schema) ? schema : {}
  const defs = isObject(root['$defs']) ? root['$defs'] : {}
  let nodes = 0
  const clean = (value: unknown, depth: number, within: readonly string[]): unknown => {
    if (typeof value === 'boolean') return value
    if (!isObject(value)) throw new SchemaFault('a schema is an object')
    if (++nodes > NODES_MAX) throw new SchemaFault(`it has more than ${NODES_MAX} parts`)
    if (depth > DEPTH_MAX) throw new SchemaFault(`it nests deeper than ${DEPTH_MAX}`)
    const to = value['$ref']
    if (to !== undefined) {
      const name = typeof to === 'string' ? /^#\/\$defs\/([\w.-]{1,100})$/.exec(to)?.[1] : undefined
      if (!name || !Object.hasOwn(defs, name))
        throw new SchemaFault(`“${String(to).slice(0, 100)}” is not in its own $defs`)
      if (within.includes(name)) throw new SchemaFault(`“${name}” contains itself`)
      const { $ref: _ref, ...beside } = value
      return clean({ ...(defs[name] as object), ...beside }, depth + 1, [...within, name])
    }
    const made: Record<string, unknown> = {}
    for (const [word, held] of Object.entries(value)) {
      if (PLAIN.has(word)) made[word] = plain(held)
      else if (word === 'format' && FORMATS.has(String(held))) made[word] = held
      else if (word === 'properties') made[word] = each(held, depth, within)
      else if (word === 'items' || word === 'additionalProperties' || word === 'not')
        made[word] = clean(held, depth + 1, within)
      else if (word === 'anyOf' || word === 'oneOf' || word === 'allOf') {
        if (!Array.isArray(held) || held.length === 0) throw new SchemaFault(`${word} is a list`)
        made[word] = held.map((one) => clean(one, depth + 1, within))
      }
    }
    return made
  }
  const each = (held: unknown, depth: number, within: readonly string[]) => {
    if (!isObject(held)) throw new SchemaFault('properties are an object')
    return Object.fromEntries(
      Object.entries(held).map(([name, one]) => {
        if (name === '__proto__' || name.length > 100) throw new SchemaFault('a name is not usable')
        return [name, clean(one, depth + 1, within)]
      }),
    )
  }
  return clean(root, 0, []) as Record<string, unknown>
}

export class SchemaFault extends Error {
  override readonly name = 'SchemaFault'
}

const NODES_MAX = 1000
const DEPTH_MAX = 12
const VALUE_MAX = 10_000

const PLAIN = new Set([
  'type',
  'required',
  'enum',
  'const',
  'title',
  'description',
  'default',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'minProperties',
  'maxProperties',
  'readOnly',
  'x-ref',
  'x-pick',
  'x-long',
  'x-titles',
  'x-sensitive',
])
const FORMATS = new Set(['uuid', 'date', 'date-time', 'email', 'uri'])

function plain(value: unknown): unknown {
  const text = JSON.stringify(value)
  if (text === undefined || text.length > VALUE_MAX) throw new SchemaFault('a value is too long')
  return value
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
