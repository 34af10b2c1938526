import fc from 'fast-check'
import type { Schema } from './arbitrary.ts'

/** An input made wrong in one place, and whether the schema alone must refuse it. */
export interface Spoilt {
  readonly what: string
  readonly input: unknown
  /** `invalid` for sure; otherwise any honest refusal or answer, but nothing `internal`. */
  readonly sure: boolean
}

const HUGE = 300_000
const deep = (levels: number): unknown => {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { and: value }
  return value
}

/** Every way in which a right input is made wrong. */
export function spoil(schema: Schema, right: Record<string, unknown>): fc.Arbitrary<Spoilt> {
  const { properties = {}, required = [], additionalProperties } = schema
  const names = Object.keys(properties)
  const whole: Spoilt[] = [null, [], 'text', 5, true].map((input) => ({
    what: 'not an object',
    input,
    sure: true,
  }))
  const extra: Spoilt[] = ['constructor', 'zzz', '__proto__', 'toString'].map((name) => ({
    what: `extra ${name}`,
    input: Object.assign(
      JSON.parse(`{${JSON.stringify(name)}:{"polluted":true}}`) as object,
      right,
    ),
    sure: additionalProperties === false && name !== '__proto__',
  }))
  const missing: Spoilt[] = required.map((name) => {
    const { [name]: _left, ...input } = right
    return { what: `without ${name}`, input, sure: true }
  })
  const bent: Spoilt[] = names.flatMap((name) => bend(name, properties[name]!, right))
  return fc.constantFrom(...whole, ...extra, ...missing, ...bent)
}

function bend(name: string, schema: Schema, right: Record<string, unknown>): Spoilt[] {
  const put = (what: string, value: unknown, sure: boolean): Spoilt => ({
    what: `${name} ${what}`,
    input: { ...right, [name]: value },
    sure,
  })
  if (schema['x-kind'] === 'upload') return [put('as text', 'x', false)]
  if (schema.type === 'string' && !schema.enum && !schema.anyOf) {
    const shaped = schema.format !== undefined || schema.pattern !== undefined
    return [
      put('as a number', 5, true),
      put('as a list', ['x'], true),
      put('as null', null, true),
      put('huge', 'x'.repeat(HUGE), shaped || (schema.maxLength ?? Infinity) < HUGE),
      put('with NUL', 'a\0b', true),
      put('a lone surrogate', 'a\uD800b', true),
      put('nothing', '', shaped || (schema.minLength ?? 0) > 0),
      put('a wrong id', '00000000-0000-0000-0000-00000000000g', schema.format === 'uuid'),
    ]
  }
  if (schema.type === 'integer' || schema.type === 'number')
    return [
      put('as text', '5x', true),
      put('far too large', 1e300, (schema.maximum ?? Infinity) < 1e300),
      put('as an object', {}, true),
    ]
  if (schema.type === 'boolean') return [put('as text', 'yes', true), put('as a number', 1, true)]
  if (schema.type === 'array')
    return [
      put('as text', 'x', true),
      put(
        'endless',
        Array.from({ length: 5000 }, () => 'x'),
        (schema.maxItems ?? Infinity) < 5000,
      ),
      put('deep', [deep(2000)], true),
    ]
  if (schema.enum) return [put('not one of them', 'no such choice', true)]
  return [
    put('deep', deep(2000), true),
    put('with NUL', { name: 'a\0b' }, true),
    put('a prototype', JSON.parse('{"__proto__":{"x":1}}'), false),
  ]
}
