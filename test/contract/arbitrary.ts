import fc from 'fast-check'
import { newId, type AnyAction, type Entity } from '#kernel'

/** JSON Schema as far as our contracts use it. */
export interface Schema {
  readonly type?: string
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly items?: Schema
  readonly minLength?: number
  readonly maxLength?: number
  readonly minItems?: number
  readonly maxItems?: number
  readonly uniqueItems?: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly 'x-ref'?: string
  readonly 'x-kind'?: string
}

/** Ids that exist, by entity; what is unknown gets ids of anything. */
export interface Pool {
  of(entity: string | undefined): readonly string[]
}

export interface Sources {
  readonly pool: Pool
  entity(id: string): Entity | undefined
}

/** Inputs that an action's schema allows, with ids that exist among them. */
export function inputOf(
  action: AnyAction,
  sources: Sources,
): fc.Arbitrary<Record<string, unknown>> {
  const schema = action.input as Schema
  const noun = action.id.split('.').slice(0, 2).join('.')
  const entity = sources.entity(noun)
  const properties = { ...schema.properties }
  const special: Record<string, fc.Arbitrary<unknown>> = {}
  if (entity && action.id.endsWith('.list')) {
    if (properties['where']) special['where'] = whereOf(entity, sources)
    if (properties['sort']) special['sort'] = sortOf(entity)
    if (properties['expand']) special['expand'] = expandOf(entity)
  }
  return objectOf({ ...schema, properties }, sources, 0, special) as fc.Arbitrary<
    Record<string, unknown>
  >
}

/** Deeper than this, only what must be there. */
const DEPTH_MAX = 4

export function valueOf(schema: Schema, sources: Sources, depth = 0): fc.Arbitrary<unknown> {
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((each) => valueOf(each, sources, depth)))
  if (schema['x-kind'] === 'json') return fc.jsonValue({ maxDepth: 3 })
  switch (schema.type) {
    case 'string':
      return textOf(schema, sources.pool)
    case 'integer':
      return fc.integer({
        min: schema.minimum ?? -2_147_483_648,
        max: schema.maximum ?? Number.MAX_SAFE_INTEGER,
      })
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true, ...boundsOf(schema) })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return listOf(schema, sources, depth)
    case 'object':
      return objectOf(schema, sources, depth)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

const boundsOf = ({ minimum, maximum }: Schema) => ({
  ...(minimum === undefined ? {} : { min: minimum }),
  ...(maximum === undefined ? {} : { max: maximum }),
})

function listOf(schema: Schema, sources: Sources, depth: number): fc.Arbitrary<unknown> {
  const minLength = schema.minItems ?? 0
  const maxLength = Math.max(minLength, Math.min(schema.maxItems ?? 4, 4))
  const item = valueOf(schema.items ?? {}, sources, depth + 1)
  const size = { minLength, maxLength: depth > DEPTH_MAX ? minLength : maxLength }
  return schema.uniqueItems ? fc.uniqueArray(item, size) : fc.array(item, size)
}

function objectOf(
  schema: Schema,
  sources: Sources,
  depth: number,
  special: Record<string, fc.Arbitrary<unknown>> = {},
): fc.Arbitrary<unknown> {
  const required = schema.required ?? []
  const fields = Object.entries(schema.properties ?? {}).filter(
    ([name, each]) =>
      each['x-kind'] !== 'upload' && (depth <= DEPTH_MAX || required.includes(name)),
  )
  const values = fields.map(([name, each]) => [
    name,
    special[name] ?? valueOf(each, sources, depth + 1),
  ])
  const known = fc.record(Object.fromEntries(values) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: required.filter((name) => fields.some(([field]) => field === name)) as never,
  })
  const [any] = Object.values(schema.patternProperties ?? {})
  if (!any) return known
  return fc.dictionary(
    fc.string({ minLength: 1, maxLength: 12 }),
    valueOf(any, sources, depth + 1),
    { maxKeys: 3 },
  )
}

/** What people and attackers type: Chinese, emoji, formulas, quotes, wildcards, right-to-left marks. */
const TEXTS = [
  '林岚',
  '采购 10 台电机',
  '👩‍👩‍👧‍👦 ok',
  "' OR 1=1 --",
  '100%_\\',
  '=HYPERLINK("http://x")',
  '\u202Eabc',
  '<script>alert(1)</script>',
  '{{constructor}}',
  '$actor.id',
  '../../etc/passwd',
  ' ',
  'a'.repeat(200),
]

function textOf(schema: Schema, pool: Pool): fc.Arbitrary<string> {
  if (schema.format === 'uuid') {
    const known = pool.of(schema['x-ref'])
    const fresh = fc.constant(null).map(() => newId())
    return known.length
      ? fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 4 }, fresh)
      : fresh
  }
  if (schema.format === 'date-time')
    return fc
      .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString())
  if (schema.format === 'date')
    return fc
      .date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString().slice(0, 10))
  if (schema.format === 'email' || schema.format === 'idn-email')
    return fc.stringMatching(/^[a-z]{1,8}\.[a-z]{1,8}$/).map((name) => `${name}@yuanshan.example`)
  if (schema.format === 'uri')
    return fc.constantFrom('https://example.org/x', 'http://[::1]/', 'x:y')
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern))
  const minLength = schema.minLength ?? 0
  const maxLength = Math.max(minLength, Math.min(schema.maxLength ?? 60, 60))
  const usual = TEXTS.filter(
    (text) => text.length >= minLength && text.length <= (schema.maxLength ?? Infinity),
  )
  const any = fc.string({ unit: 'grapheme', minLength, maxLength })
  return usual.length ? fc.oneof(fc.constantFrom(...usual), any) : any
}

/** Filters as callers write them, right and wrong ones. */
function whereOf(entity: Entity, sources: Sources): fc.Arbitrary<unknown> {
  const fields = Object.entries({ ...entity.fields, id: { type: 'string', format: 'uuid' } })
  const term = fc.constantFrom(...fields).chain(([name, schema]) => {
    const right = valueOf(schema as Schema, sources, DEPTH_MAX)
    const value = fc.oneof(
      { arbitrary: right, weight: 4 },
      fc.constantFrom<unknown>(null, '', 'nope', 5, true, [], {}, '$actor.id'),
    )
    const operator = fc.constantFrom(
      'eq',
      'ne',
      'gt',
      'gte',
      'lt',
      'lte',
      'in',
      'contains',
      'startsWith',
      'near',
    )
    return fc.oneof(
      value.map((each) => ({ [name]: each })),
      fc
        .tuple(operator, value, fc.array(value, { maxLength: 3 }))
        .map(([key, one, many]) => ({ [name]: { [key]: key === 'in' ? many : one } })),
    )
  })
  return fc.letrec<{ filter: unknown }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3 },
      term,
      fc.constantFrom<unknown>(true, false, { scope: 'chat.use' }, { exists: {} }, { nope: 1 }),
      fc.array(tie('filter'), { maxLength: 3 }).map((parts) => ({ and: parts })),
      fc.array(tie('filter'), { maxLength: 3 }).map((parts) => ({ or: parts })),
      tie('filter').map((part) => ({ not: part })),
    ),
  })).filter
}

function sortOf(entity: Entity): fc.Arbitrary<string[]> {
  const names = [...Object.keys(entity.fields), 'id', 'created_at', 'rev', 'nope']
  const key = fc
    .tuple(fc.constantFrom('', '-'), fc.constantFrom(...names))
    .map((part) => part.join(''))
  return fc.array(key, { maxLength: 4 })
}

function expandOf(entity: Entity): fc.Arbitrary<string[]> {
  const references = Object.entries(entity.fields).filter(
    ([, schema]) => (schema as Schema)['x-ref'],
  )
  return fc.subarray([...references.map(([name]) => name), 'nope'])
}
