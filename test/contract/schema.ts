/** What is wrong with a JSON Schema 2020-12 of ours, in words; the keywords that contracts use and no others. */
export function faultsOf(schema: unknown, at = '#'): string[] {
  if (typeof schema === 'boolean') return []
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema))
    return [`${at}: a schema is an object or a boolean`]
  return Object.entries(schema).flatMap(([keyword, value]) => faultOf(keyword, value, at))
}

function faultOf(keyword: string, value: unknown, at: string): string[] {
  const here = `${at}/${keyword}`
  if (keyword.startsWith('x-')) return isJson(value) ? [] : [`${here}: not JSON`]
  const rule = RULES[keyword]
  if (!rule) return [`${here}: not a keyword that contracts use`]
  return rule(value, here)
}

type Rule = (value: unknown, at: string) => string[]
const must =
  (right: (value: unknown) => boolean, what: string): Rule =>
  (value, at) =>
    right(value) ? [] : [`${at}: ${what}`]

const text = must((value) => typeof value === 'string', 'must be text')
const count = must((value) => Number.isInteger(value) && (value as number) >= 0, 'must be a count')
const number = must((value) => typeof value === 'number', 'must be a number')
const yesNo = must((value) => typeof value === 'boolean', 'must be true or false')
const any: Rule = (value, at) => (isJson(value) ? [] : [`${at}: not JSON`])
const one: Rule = (value, at) => faultsOf(value, at)
const list: Rule = (value, at) =>
  Array.isArray(value) && value.length > 0
    ? value.flatMap((each, index) => faultsOf(each, `${at}/${index}`))
    : [`${at}: must be a list of schemas`]
const named: Rule = (value, at) =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([name, each]) => faultsOf(each, `${at}/${name}`))
    : [`${at}: must be schemas by name`]

const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']
const FORMATS = [
  'uuid',
  'date-time',
  'date',
  'email',
  'idn-email',
  'uri',
  'time',
  'ipv4',
  'ipv6',
  'hostname',
  'password',
]

const RULES: Record<string, Rule> = {
  type: must(
    (value) => [value].flat().every((each) => TYPES.includes(each as string)),
    `must be one of ${TYPES.join(', ')}`,
  ),
  format: must(
    (value) => FORMATS.includes(value as string),
    `must be one of ${FORMATS.join(', ')}`,
  ),
  pattern: must(isPattern, 'must be a regular expression'),
  enum: must(
    (value) => Array.isArray(value) && value.length > 0 && new Set(value).size === value.length,
    'must be a list without repeats',
  ),
  required: must(
    (value) => Array.isArray(value) && value.every((each) => typeof each === 'string'),
    'must be a list of names',
  ),
  properties: named,
  patternProperties: named,
  $defs: named,
  items: one,
  not: one,
  propertyNames: one,
  additionalProperties: one,
  anyOf: list,
  allOf: list,
  oneOf: list,
  const: any,
  default: any,
  examples: any,
  title: text,
  description: text,
  $id: text,
  $ref: must((value) => typeof value === 'string' && value.startsWith('#'), 'must be local'),
  contentEncoding: text,
  contentMediaType: text,
  minLength: count,
  maxLength: count,
  minItems: count,
  maxItems: count,
  minProperties: count,
  maxProperties: count,
  minimum: number,
  maximum: number,
  exclusiveMinimum: number,
  exclusiveMaximum: number,
  multipleOf: number,
  uniqueItems: yesNo,
  readOnly: yesNo,
  writeOnly: yesNo,
  deprecated: yesNo,
}

function isPattern(value: unknown): boolean {
  try {
    return new RegExp(String(value), 'u') instanceof RegExp
  } catch {
    return false
  }
}

function isJson(value: unknown): boolean {
  if (value === null || ['string', 'boolean'].includes(typeof value)) return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isJson)
  return typeof value === 'object' && Object.values(value as object).every(isJson)
}
