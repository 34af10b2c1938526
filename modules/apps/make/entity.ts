import { defineEntity, ref, T, type Entity, type StandardAction, type TSchema } from '#kernel'
import { STAMPS } from '../manifest/check.ts'
import type { EntityDef, Manifest } from '../manifest/format.ts'
import { english } from '../manifest/words.ts'
import { accessOf } from './access.ts'
import { schemaOf } from './fields.ts'
import type { Granted } from './rights.ts'

/** Under which name an app is installed, and under which ids its records lie. */
export interface Installed {
  /** `app_orders` */
  readonly module: string
  /** Each entity's immutable id by its key. */
  readonly ids: Readonly<Record<string, string>>
  /** Who may do what; absent while everybody may. */
  readonly granted?: readonly Granted[] | undefined
}

export const entityId = (module: string, manifest: Manifest, key: string): string =>
  `${module}.${manifest.entities.find((each) => each.key === key)!.noun}`

/** Fields that a search looks in. */
const SEARCHED: ReadonlySet<string> = new Set(['text', 'serial', 'phone', 'email', 'link'])
const SEARCHED_MAX = 6

export function entityOf(
  def: EntityDef,
  manifest: Manifest,
  { module, ids, granted }: Installed,
): Entity {
  const fields: Record<string, TSchema> = {}
  const keys: Record<string, string> = { ...STAMPS }
  for (const field of def.fields) {
    fields[field.name] = schemaOf(field, (key) => entityId(module, manifest, key))
    keys[field.name] = field.key
  }
  fields['created_by'] = T.Optional(
    ref('directory.person', { readOnly: true, title: 'Created by' }),
  )
  fields['created_in'] = T.Optional(
    ref('directory.department', { readOnly: true, title: 'Department of who created it' }),
  )
  const serial = Object.fromEntries(
    def.fields.flatMap(({ name, kind, serial: counts }) =>
      kind === 'serial' && counts ? [[name, counts]] : [],
    ),
  )
  const seen = def.fields.filter(({ seen_by }) => !seen_by)
  const searched = seen.filter(({ kind }) => SEARCHED.has(kind)).map(({ name }) => name)
  const label = def.fields.find(({ key }) => key === def.label)?.name
  return defineEntity({
    id: `${module}.${def.noun}`,
    title: english(def.title),
    fields,
    access: accessOf(def, module, !granted),
    actions: ACTIONS,
    ...(label ? { label } : {}),
    search: [...new Set([...(label ? [label] : []), ...searched])].slice(0, SEARCHED_MAX),
    // Of the standard actions only deleting writes; creating and changing are our own.
    scope: { read: `${module}.use`, write: `${module}.delete` },
    layout: 'shared',
    shared: {
      id: ids[def.key]!,
      keys,
      unique: def.fields.flatMap(({ name, unique }) => (unique ? [[name]] : [])),
      ...(Object.keys(serial).length ? { serial } : {}),
      onDelete: {
        created_by: 'keep',
        created_in: 'keep',
        ...Object.fromEntries(
          def.fields.flatMap(({ name, kind, required }) =>
            LINKS.has(kind) && !required ? [[name, 'clear' as const]] : [],
          ),
        ),
      },
    },
  })
}

/** What lets go of a record that is deleted, unless it has to be there. */
const LINKS: ReadonlySet<string> = new Set(['reference', 'member', 'department'])
const ACTIONS = [
  'get',
  'list',
  'aggregate',
  'create',
  'update',
  'delete',
  'history',
] as StandardAction[]
