import { interfaceName, type Implementation, type InterfaceSpec } from '#kernel'
import { shipped } from '#modules/standards'
import type { EntityDef, Field } from '../manifest/format.ts'

interface Fields {
  readonly properties?: Readonly<
    Record<string, { readonly type?: string; readonly format?: string }>
  >
  readonly required?: readonly string[]
}

export const standardOf = (name: string): InterfaceSpec | undefined =>
  Object.values(shipped).find((each) => interfaceName(each) === name)

/** What of a standard an app's list can do: what nobody can fill in, it does without. */
export function implementationOf(def: EntityDef, module: string): Implementation | undefined {
  const { standard: name, fields: keys } = def.stands_for ?? {}
  const standard = name === undefined ? undefined : standardOf(name)
  if (!standard || !keys) return undefined
  const noun = standard.id.slice(standard.id.indexOf('.') + 1)
  const own = new Map(def.fields.map((field) => [field.key, field]))
  const fields = Object.fromEntries(
    Object.entries(keys).flatMap(([theirs, key]) => {
      const field = own.get(key)
      return field && field.name !== theirs ? [[theirs, field.name]] : []
    }),
  )
  const writes = needed(standard).every((theirs) => own.get(keys[theirs] ?? '')?.kind !== 'serial')
  const can = (id: string): boolean =>
    ['list', 'get', ...(writes ? ['create', 'update'] : []), 'created', 'updated'].includes(
      id.slice(standard.id.length + 1),
    )
  const parts = [...standard.actions, ...standard.events].map(({ id }) => id)
  return {
    interface: name!,
    ids: Object.fromEntries(
      parts
        .filter(can)
        .map((id) => [id, `${module}.${def.noun}.${id.slice(standard.id.length + 1)}`]),
    ),
    fields: { ...fields, ...(noun === def.noun ? {} : { [noun]: def.noun }) },
    without: parts.filter((id) => !can(id)),
  }
}

/** What is wrong with saying that a list stands for a standard. */
export function misfits({ stands_for: claim, fields }: EntityDef): string[] {
  if (!claim) return []
  const standard = standardOf(claim.standard)
  if (!standard) return [`there is no standard ${claim.standard}`]
  const { properties = {} } = recordOf(standard)
  const own = new Map(fields.map((field) => [field.key, field]))
  const kept = (theirs: string): boolean => {
    const field = own.get(claim.fields[theirs] ?? '')
    // A number that the server gives is always there.
    return field?.required === true || field?.kind === 'serial'
  }
  return [
    ...Object.entries(claim.fields).flatMap(([theirs, key]) => {
      const [wanted, field] = [properties[theirs], own.get(key)]
      if (!wanted) return [`the standard has no ${theirs}`]
      if (!field) return [`there is no field ${key}`]
      return KINDS[wanted.format ?? wanted.type ?? '']?.includes(field.kind) === false
        ? [`${theirs} cannot be a field of the kind ${field.kind}`]
        : []
    }),
    ...needed(standard)
      .filter((theirs) => !kept(theirs))
      .map((theirs) => `the standard needs ${theirs}, as a field that is required`),
  ]
}

/** Fields that every record of the standard has. */
function needed(standard: InterfaceSpec): readonly string[] {
  return (recordOf(standard).required ?? []).filter((key) => key !== 'id')
}

const recordOf = ({ actions, id }: InterfaceSpec): Fields =>
  (actions.find((each) => each.id === `${id}.get`)?.output ?? {}) as Fields

const KINDS: Readonly<Record<string, readonly Field['kind'][]>> = {
  string: [
    'text',
    'long',
    'choice',
    'member',
    'department',
    'phone',
    'email',
    'link',
    'reference',
    'serial',
  ],
  number: ['number'],
  integer: ['number'],
  boolean: ['yes_no'],
  object: ['money'],
  date: ['date'],
  'date-time': ['time'],
}
