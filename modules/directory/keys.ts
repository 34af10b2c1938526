import type { Sql } from '#kernel'
import { fold, nameKeys } from './pinyin.ts'

export interface Keyed {
  readonly id: string
  readonly name: string
  readonly email?: string | undefined
  readonly mobile?: string | undefined
  readonly staff_no?: string | undefined
}
export type KeyKind = 'name' | 'part' | 'email' | 'mobile' | 'staff_no'
/** Numbers are often known by their end. */
const MOBILE_END = 4

/** What a person is found by; contact details under their own kind, since not everyone may see them. */
export function keysOf({ name, email, mobile, staff_no }: Keyed): { kind: KeyKind; key: string }[] {
  const spelt = nameKeys(name)
  const keys: [KeyKind, string | undefined][] = [
    ...spelt.keys.map((key): [KeyKind, string] => ['name', key]),
    ...spelt.parts.map((key): [KeyKind, string] => ['part', key]),
  ]
  if (staff_no) keys.push(['staff_no', fold(staff_no)])
  if (email)
    keys.push(
      ['email', fold(email)],
      ...wordsOf(email).map((word): [KeyKind, string] => ['email', word]),
    )
  const digits = mobile?.replace(/^\+86/, '').replaceAll(/\D/g, '')
  if (digits)
    keys.push(
      ['mobile', digits],
      ['mobile', digits.slice(-MOBILE_END)],
      ['mobile', mobile!.replaceAll(/\D/g, '')],
    )
  const seen = new Set<string>()
  return keys.flatMap(([kind, key]) => {
    if (!key || seen.has(`${kind} ${key}`)) return []
    seen.add(`${kind} ${key}`)
    return [{ kind, key: key.slice(0, 300) }]
  })
}

const wordsOf = (email: string): string[] =>
  fold(email.split('@')[0]!)
    .split(/[._+-]+/)
    .slice(1)
    .filter(Boolean)

/** Replaces the keys of these people, all in two statements. */
export async function writeKeys(sql: Sql, org: string, people: readonly Keyed[]): Promise<void> {
  if (people.length === 0) return
  const rows = people.flatMap((person) =>
    keysOf(person).map((key) => ({ ...key, person: person.id })),
  )
  await sql`DELETE FROM directory.person_key WHERE org = ${org} AND person = ANY(${people.map(({ id }) => id)}::uuid[])`
  await sql`
    INSERT INTO directory.person_key (org, key, kind, person)
    SELECT ${org}::uuid, r.key, r.kind, r.person
    FROM unnest(${rows.map(({ key }) => key)}::text[], ${rows.map(({ kind }) => kind)}::text[],
      ${rows.map(({ person }) => person)}::uuid[]) AS r(key, kind, person)
    ON CONFLICT DO NOTHING`
}
