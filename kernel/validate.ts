import { Compile, type Validator } from 'typebox/compile'
import { Value } from 'typebox/value'
import { fail } from './errors.ts'
import type { TSchema } from './schema.ts'
import { unstorable } from './storable.ts'

type Check = Pick<Validator, 'Check' | 'Errors'>
const compiled = new WeakMap<TSchema, Check>()

/** Marks a schema that is data (a built module's): checked by walking it, never compiled to code. */
export function interpret(schema: TSchema): void {
  compiled.set(schema, {
    Check: (value: unknown) => Value.Check(schema, value),
    Errors: (value: unknown) => Value.Errors(schema, value),
  } as Check)
}

/** Only schemas of this repository are compiled. */
function checkOf(schema: TSchema): Check {
  let check = compiled.get(schema)
  if (!check) {
    check = Compile(schema) as Check
    compiled.set(schema, check)
  }
  return check
}

/** Refuses with every wrong field named, so that a form can show each beside its input. */
export function validateInput(schema: TSchema, input: unknown): void {
  const check = checkOf(schema)
  const unfit = unstorable(input)
  if (unfit === undefined && check.Check(input)) return
  const fields =
    unfit === undefined
      ? fieldsOf(check, input)
      : [{ path: unfit, message: 'holds a character or nesting that cannot be stored' }]
  throw fail(
    'invalid',
    'Some of the input is not valid.',
    'Correct the fields named and send it again.',
    { fields },
  )
}

/** A handler that answers something else than it promised is our fault, not the caller's. */
export function validateOutput(schema: TSchema, output: unknown, id: string): void {
  const check = checkOf(schema)
  if (check.Check(output)) return
  const [first] = fieldsOf(check, output)
  throw new Error(
    `${id} answered something else than it promised: ${first?.path} ${first?.message}`,
  )
}

/** Errors named at once; more than this helps nobody. */
const FIELDS_MAX = 20

function fieldsOf(check: Check, value: unknown): { path: string; message: string }[] {
  const seen = new Map<string, string>()
  for (const error of [...check.Errors(value)].slice(0, FIELDS_MAX * 3) as {
    keyword: string
    instancePath: string
    message: string
    params?: { requiredProperties?: string[]; additionalProperties?: string[] }
  }[]) {
    if (error.keyword === 'required') {
      for (const name of error.params?.requiredProperties ?? [])
        seen.set(`${error.instancePath}/${name}`, 'is required')
    } else if (error.keyword === 'additionalProperties') {
      for (const name of error.params?.additionalProperties ?? [])
        seen.set(`${error.instancePath}/${name.slice(0, 80)}`, 'is not a field of this action')
    } else if (error.keyword !== 'boolean' && !seen.has(error.instancePath))
      seen.set(error.instancePath || '/', error.message)
  }
  return [...seen].slice(0, FIELDS_MAX).map(([path, message]) => ({ path, message }))
}
