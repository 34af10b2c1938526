import { fail } from '#kernel'
import { misfits } from '../make/standard.ts'
import type { EntityDef, Field, Manifest } from './format.ts'
import { english } from './words.ts'

/** Fields that every record has without asking. */
export const RESERVED = ['id', 'created_at', 'updated_at', 'rev', 'created_by', 'created_in']
/** Keys under which the two that we add are stored. */
export const STAMPS = { created_by: 'by', created_in: 'in' } as const
/** What one may say of a form or a list instead of a field. */
const WORDS = [
  'conversation',
  'where',
  'sort',
  'search',
  'expand',
  'limit',
  'cursor',
  'and',
  'or',
  'not',
]

/** What a schema cannot say: that names are one each, and that what is named is there. */
export function checkManifest(manifest: Manifest): Manifest {
  const wrong: { path: string; message: string }[] = []
  const say = (path: string, message: string): void => void wrong.push({ path, message })
  const roles = new Set(['manage', ...manifest.roles.map(({ key }) => key)])
  twice(manifest.roles.map(({ key }) => key)).forEach((key) => say('/roles', `${key} stands twice`))
  if (manifest.roles.some(({ key }) => key === 'use' || key === 'manage'))
    say('/roles', 'use and manage are always there')
  twice(manifest.entities.map(({ key }) => key)).forEach((key) =>
    say('/entities', `key ${key} stands twice`),
  )
  twice(manifest.entities.map(({ noun }) => noun)).forEach((noun) =>
    say('/entities', `two are called ${noun}`),
  )
  const keys = new Set(manifest.entities.map(({ key }) => key))
  manifest.entities.forEach((entity, at) =>
    checkEntity(entity, keys, roles, (path, message) =>
      say(`/entities/${at}${path}`, `${english(entity.title)}: ${message}`),
    ),
  )
  if (wrong.length)
    throw fail(
      'invalid',
      `The app is not complete: ${wrong[0]!.message}.`,
      'Correct what is named and try again.',
      {
        fields: wrong.slice(0, 20),
      },
    )
  return manifest
}

type Say = (path: string, message: string) => void

function checkEntity(
  entity: EntityDef,
  entities: ReadonlySet<string>,
  roles: ReadonlySet<string>,
  say: Say,
): void {
  twice(entity.fields.map(({ key }) => key)).forEach((key) =>
    say('/fields', `the key ${key} stands twice`),
  )
  twice(entity.fields.map(({ name }) => name)).forEach((name) =>
    say('/fields', `two fields are called ${name}`),
  )
  const byKey = new Map(entity.fields.map((field) => [field.key, field]))
  for (const [at, field] of entity.fields.entries())
    checkField(field, entity, entities, roles, (message) =>
      say(`/fields/${at}`, `${english(field.title)} ${message}`),
    )
  const kindOf = (key: string | undefined): string | undefined =>
    key ? byKey.get(key)?.kind : undefined
  const needs = (name: 'label' | 'group_by' | 'date' | 'until', kinds: readonly string[]): void => {
    const key = entity[name]
    if (key !== undefined && !kinds.includes(kindOf(key) ?? ''))
      say(`/${name}`, `${name} names no such field`)
  }
  needs('label', ['text', 'long', 'serial', 'choice', 'phone', 'email', 'link'])
  if (byKey.get(entity.label ?? '')?.seen_by)
    say('/label', 'everybody must see what names a record')
  needs('group_by', ['choice'])
  needs('date', ['date', 'time'])
  needs('until', ['date', 'time'])
  if (entity.views.includes('board') && !entity.group_by) say('/group_by', 'a board needs a choice')
  if (entity.views.includes('calendar') && !entity.date) say('/date', 'a calendar needs a date')
  if (entity.views.includes('timeline') && !(entity.date && entity.until))
    say('/until', 'a timeline needs two dates')
  if (entity.access.who === 'roles' && !entity.access.roles?.length)
    say('/access', 'choose at least one role')
  for (const role of entity.access.roles ?? [])
    if (!roles.has(role)) say('/access', `there is no role ${role}`)
  for (const message of misfits(entity)) say('/stands_for', message)
  for (const key of [...(entity.columns ?? []), ...(entity.card ?? [])])
    if (!byKey.has(key)) say('/columns', `there is no field ${key}`)
}

function checkField(
  field: Field,
  entity: EntityDef,
  entities: ReadonlySet<string>,
  roles: ReadonlySet<string>,
  say: (message: string) => void,
): void {
  if (
    RESERVED.includes(field.name) ||
    WORDS.includes(field.name) ||
    field.name === entity.noun ||
    field.name.endsWith('_currency')
  )
    say(`cannot be called ${field.name}`)
  if (Object.values<string>(STAMPS).includes(field.key)) say(`cannot have the key ${field.key}`)
  if (field.kind === 'choice' || field.kind === 'choices') {
    if (!field.options?.length) say('needs at least one choice')
    twice((field.options ?? []).map(({ value }) => value)).forEach((value) =>
      say(`has the choice ${value} twice`),
    )
  }
  if (field.kind === 'reference' && !(field.to && entities.has(field.to))) say('points at nothing')
  if (field.kind === 'serial' && !field.serial) say('needs to know how it counts')
  if (field.unique && !UNIQUE_KINDS.has(field.kind)) say('cannot be unique')
  if (field.many && !MANY_KINDS.has(field.kind)) say('holds one value only')
  if (field.required && (field.seen_by || field.filled_by || field.kind === 'serial'))
    say('is required, so everybody must see and fill it in')
  for (const role of [field.seen_by, field.filled_by])
    if (role && !roles.has(role)) say(`is for the role ${role}, which is not there`)
}

const UNIQUE_KINDS: ReadonlySet<string> = new Set([
  'text',
  'number',
  'date',
  'time',
  'phone',
  'email',
  'link',
  'serial',
  'reference',
  'member',
])
const MANY_KINDS: ReadonlySet<string> = new Set(['file', 'picture', 'member', 'reference'])

const twice = (values: readonly string[]): string[] => [
  ...new Set(values.filter((value, at) => values.indexOf(value) !== at)),
]
