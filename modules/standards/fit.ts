import type { AnyAction, AnyContract, Implementer } from '#kernel'

interface Schema {
  readonly type?: string
  readonly format?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
}
/** One thing looked at, and what was found. */
export interface Finding {
  /** The standard's own id of the part, e.g. `crm.customer.list`. */
  readonly part: string
  readonly ok: boolean
  readonly says: string
}

/** Whether a module's contract can stand for the standard's, from the schemas alone: nothing is called. */
export function fits(contract: AnyContract, own: AnyAction, { as }: Implementer): Finding[] {
  const part = contract.id
  const ownName = (key: string): string => as.fields?.[key] ?? key
  const wrong: string[] = []
  if (own.kind !== contract.kind)
    wrong.push(`is a ${own.kind}, and the standard has a ${contract.kind}`)
  const [asked, takes] = [contract.input as Schema, own.input as Schema]
  const given = new Set((asked.required ?? []).map(ownName))
  for (const key of takes.required ?? [])
    if (!given.has(key)) wrong.push(`needs “${key}”, which the standard does not promise to send`)
  for (const key of asked.required ?? [])
    if (!takes.properties?.[ownName(key)]) wrong.push(`has no place for “${key}”`)
    else if (!alike(asked.properties![key]!, takes.properties[ownName(key)]!))
      wrong.push(`takes “${key}” as ${takes.properties[ownName(key)]!.type}`)
  const [promised, answers] = [record(contract.output as Schema), record(own.output as Schema)]
  for (const key of promised.required ?? [])
    if (!answers.properties?.[ownName(key)]) wrong.push(`does not answer “${key}”`)
    else if (!(answers.required ?? []).includes(ownName(key)))
      wrong.push(`does not always answer “${key}”`)
  return wrong.length > 0
    ? wrong.map((says) => ({ part, ok: false, says: `${own.id} ${says}` }))
    : [{ part, ok: true, says: `${own.id} fits` }]
}

/** Of a page, what stands in it. */
const record = (schema: Schema): Schema => schema.properties?.['items']?.items ?? schema

const alike = (one: Schema, other: Schema): boolean =>
  one.type === undefined ||
  other.type === undefined ||
  (one.type === other.type && (!one.format || !other.format || one.format === other.format)) ||
  (one.type === 'integer' && other.type === 'number')
