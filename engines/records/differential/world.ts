import {
  anyOf,
  defineEntity,
  defineModule,
  exists,
  newId,
  ref,
  scope,
  T,
  within,
  type Access,
  type Actor,
  type Entity,
  type Filter,
  type Module,
  type TSchema,
} from '#kernel'
import type { Migration } from '../../../kernel/migrate.ts'
import { planOf } from '../../../kernel/records/plan.ts'
import { namesOf } from '../../../kernel/records/plan-native.ts'
import type { Random } from './random.ts'

/** What kinds of fields there are; values come from small pools so that they meet. */
export const KINDS = {
  text: () => T.String({ maxLength: 100 }),
  long: () => T.String({ maxLength: 4000 }),
  choice: () => T.Enum(['new', 'paid', 'done']),
  integer: () => T.Integer(),
  number: () => T.Number(),
  flag: () => T.Boolean(),
  time: () => T.Time(),
  day: () => T.Day(),
  money: () => T.Money(),
  person: () => T.Id(),
  list: () => T.Array(T.String()),
} as const
export type Kind = keyof typeof KINDS | 'link'
export interface Field {
  readonly name: string
  readonly kind: Kind
  readonly optional: boolean
  readonly unique: boolean
  readonly rule?: Filter
}
/** A random entity, before it is laid out twice. */
export interface Sketch {
  readonly noun: 'place' | 'thing'
  readonly fields: readonly Field[]
  readonly access: Access
}

/** Things that link to places; readable by whom chance decides. */
export function sketch(random: Random): readonly [Sketch, Sketch] {
  const place = fieldsOf(random, 2 + random.below(3))
  const thing = [
    ...fieldsOf(random, 4 + random.below(5)),
    { name: 'home', kind: 'link', optional: false, unique: false } as const,
    { name: 'other', kind: 'link', optional: true, unique: false } as const,
  ]
  return [
    { noun: 'place', fields: place, access: accessOf(place, random, 'place') },
    { noun: 'thing', fields: thing, access: accessOf(thing, random, 'thing') },
  ]
}

function fieldsOf(random: Random, many: number): Field[] {
  const owner = { name: 'owner', kind: 'person', optional: false, unique: false } as const
  const kinds = Object.keys(KINDS) as (keyof typeof KINDS)[]
  const fields = Array.from({ length: many }, (_, index): Field => {
    const kind = random.any(kinds)
    const unique = ['text', 'integer', 'day'].includes(kind) && random.chance(0.25)
    const optional = random.chance(0.6)
    const rule = random.chance(0.25)
      ? random.any<Filter>([
          scope('x.see'),
          { owner: '$actor.id' },
          anyOf(scope('x.all'), { owner: '$actor.id' }),
        ])
      : undefined
    return {
      name: `${kind}_${index}`,
      kind,
      optional: optional || rule !== undefined,
      unique,
      ...(rule ? { rule } : {}),
    }
  })
  return [{ ...owner }, { name: 'name', kind: 'text', optional: false, unique: false }, ...fields]
}

/** `x.` stands for the module, which differs by layout. */
function accessOf(fields: readonly Field[], random: Random, noun: Sketch['noun']): Access {
  const rules: Filter[] = [
    true,
    { owner: '$actor.id' },
    within('x.read', { self: 'owner', department: 'owner' }),
    anyOf(scope('x.all'), { owner: '$actor.id' }),
    ...(noun === 'place'
      ? [anyOf({ owner: '$actor.id' }, exists('x.thing', { home: '$row.id', owner: '$actor.id' }))]
      : []),
  ]
  const masked = fields.flatMap(({ name, rule }) =>
    rule === undefined ? [] : [[name, rule] as const],
  )
  return {
    read: {
      where: random.any(rules),
      ...(masked.length ? { fields: Object.fromEntries(masked) } : {}),
    },
    create: random.chance(0.7) ? {} : { check: anyOf(scope('x.all'), { owner: '$actor.id' }) },
    update: random.chance(0.5) ? {} : { where: random.any(rules), check: random.any(rules) },
    delete: random.chance(0.6) ? {} : { where: random.any(rules) },
  }
}

const rename = <V>(value: V, module: string): V =>
  JSON.parse(JSON.stringify(value).replaceAll('"x.', `"${module}.`)) as V

const ACTIONS = ['get', 'list', 'aggregate', 'create', 'update', 'delete'] as const

/** The sketch as a module of one layout, with its tables where it needs them. */
export function layOut(
  sketches: readonly Sketch[],
  layout: 'native' | 'shared',
  module: string,
): { module: Module; tables?: Migration; entities: Map<string, Entity> } {
  const entities = sketches.map(({ noun, fields, access }, at) => {
    const schemas = fields.map(({ name, kind, optional }) => {
      const schema = kind === 'link' ? ref(`${module}.place`) : KINDS[kind]()
      return [name, optional ? T.Optional(schema as TSchema) : schema] as const
    })
    const shared = {
      id: `0198eeee-0000-7000-8000-00000000000${at}`,
      keys: Object.fromEntries(fields.map(({ name }, index) => [name, `f${index + 1}`])),
      unique: fields.filter(({ unique }) => unique).map(({ name }) => [name]),
    }
    return defineEntity({
      id: `${module}.${noun}`,
      title: noun,
      layout,
      ...(layout === 'shared' ? { shared } : {}),
      fields: Object.fromEntries(schemas) as Record<string, TSchema>,
      access: rename(access, module),
      actions: layout === 'shared' ? [...ACTIONS, 'history'] : [...ACTIONS],
    })
  })
  const made = defineModule({
    id: module,
    title: module,
    version: 1,
    publisher: 'test',
    partnerType: 'base',
    firstParty: false,
    needs: [],
    entities,
    actions: [],
    scopes: Object.fromEntries(
      ['use', 'see', 'all', 'read'].map((each) => [
        `${module}.${each}`,
        { title: each, roles: [] },
      ]),
    ),
  })
  const byNoun = new Map(entities.map((entity, at) => [sketches[at]!.noun, entity]))
  if (layout === 'shared') return { module: made, entities: byNoun }
  const text = [
    `CREATE SCHEMA ${module};`,
    ...entities.map((entity, at) => tableText(entity, sketches[at]!)),
  ].join('\n')
  return { module: made, entities: byNoun, tables: { module, name: '0001.sql', text, hash: text } }
}

function tableText(entity: Entity, { fields }: Sketch): string {
  const columns = planOf(entity)
    .columns.slice(4)
    .flatMap((column) =>
      namesOf(column).map(
        (name, at) =>
          `${name} ${at === 1 ? 'text' : column.type}${column.nullable ? '' : ' NOT NULL'}`,
      ),
    )
  const unique = fields.filter((each) => each.unique).map(({ name }) => `UNIQUE (org, "${name}")`)
  return `CREATE TABLE ${entity.id} (org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1, ${[...columns, ...unique].join(', ')}, PRIMARY KEY (org, id));
    SELECT kernel.seal('${entity.id}');`
}

/** Who may do more and who less; the same person in every layout. */
export function people(module: string, org: string, ids: readonly string[]): Actor[] {
  const [chief, lead, member, outsider] = ids as [string, string, string, string]
  const who = (id: string, scopes: Record<string, 'all' | 'self' | 'department'>): Actor => ({
    kind: 'person',
    id,
    org,
    name: Object.keys(scopes).join() || 'nothing',
    scopes: new Map(
      [['use', 'all'] as const, ...Object.entries(scopes)].map(([name, range]) => [
        `${module}.${name}`,
        range,
      ]),
    ),
    // A department is known by its id alone; here the people stand for it.
    departments: id === lead ? [lead, member] : [],
    subtree: [],
    groups: [],
    roles: [],
  })
  return [
    who(chief, { see: 'all', all: 'all', read: 'all' }),
    who(lead, { read: 'department', see: 'all' }),
    who(member, { read: 'self' }),
    who(outsider, {}),
  ]
}
export const newPeople = (): string[] => Array.from({ length: 4 }, () => newId())
