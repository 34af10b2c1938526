import type { Actor, Sql } from '#kernel'
import { subjectOf } from '#connections/oidc'
import type { Ready } from './store.ts'

/** Who may know people by name and id; without it a vendor knows each by a name of its own. */
export const KNOWS_PEOPLE = 'directory.read'

export const knowsPeople = ({ grants }: Pick<Ready, 'grants'>): boolean =>
  grants.some((grant) => grant.split(':', 1)[0] === KNOWS_PEOPLE)

/** What a vendor is told of who acts: signed with the call, so nobody can put on another's name. */
export interface Claims {
  readonly id: string
  readonly kind: string
  readonly name?: string
}

export function claimsOf(link: Ready, actor: Actor): Claims {
  const id = actor.onBehalfOf ?? actor.id
  const kind = actor.onBehalfOf ? 'person' : actor.kind
  if (kind !== 'person') return { id, kind }
  return knowsPeople(link) ? { id, kind, name: actor.name } : { id: aliasOf(link, id), kind }
}

/** The same person is always the same to one vendor, and two vendors cannot compare. */
export const aliasOf = ({ knownBy }: Pick<Ready, 'knownBy'>, person: string): string =>
  subjectOf(knownBy, person)

/** Remembers whom a name stands for, before the vendor first hears it. */
export async function noteAliases(sql: Sql, link: Ready, people: readonly string[]): Promise<void> {
  if (knowsPeople(link) || people.length === 0) return
  await sql`
    INSERT INTO remote.alias (org, link, id, person)
    SELECT ${link.org}::uuid, ${link.id}::uuid, a.id, a.person
    FROM unnest(${people.map((person) => aliasOf(link, person))}::uuid[], ${[...people]}::uuid[]) AS a(id, person)
    ON CONFLICT DO NOTHING`
}

/** Vendor's names → our people; whom it does not know is left out. */
export async function peopleOf(
  sql: Sql,
  link: Ready,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = knowsPeople(link)
    ? await sql<{ id: string; person: string }>`
        SELECT id, id AS person FROM directory.person WHERE org = ${link.org} AND id = ANY(${[...ids]}::uuid[])`
    : await sql<{ id: string; person: string }>`
        SELECT id, person FROM remote.alias WHERE org = ${link.org} AND link = ${link.id} AND id = ANY(${[...ids]}::uuid[])`
  return new Map(rows.map(({ id, person }) => [id, person]))
}

/** Values of fields that a schema says hold a person (`x-ref: directory.person`), replaced. */
export function replaced(
  schema: unknown,
  value: unknown,
  by: (person: string) => unknown,
): unknown {
  const {
    'x-ref': to,
    items,
    properties,
  } = (schema ?? {}) as { 'x-ref'?: string; items?: unknown; properties?: Record<string, unknown> }
  if (typeof value === 'string') return to === 'directory.person' ? by(value) : value
  if (Array.isArray(value)) return value.map((one) => replaced(items, one, by))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, replaced(properties?.[name], one, by)]),
  )
}

/** The people that such fields name. */
export function namedIn(schema: unknown, value: unknown): string[] {
  const found = new Set<string>()
  replaced(schema, value, (id) => {
    found.add(id)
    return id
  })
  return [...found].filter((id) => /^[0-9a-f-]{36}$/.test(id))
}
