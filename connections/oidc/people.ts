import type { Kernel } from '#kernel'
import { unitNow } from './unit.ts'

/** A person who may sign in, as of now. */
export interface Person {
  readonly org: string
  readonly id: string
  readonly name: string
  readonly account: string
  readonly email: string | null
  readonly mobile: string | null
  readonly locale: string | null
  readonly organisation: string
  readonly zone: string | null
  readonly changed: number
}

export async function personOf(kernel: Kernel, person: string): Promise<Person | undefined> {
  const known = unitNow()?.people.get(person)
  if (known) return known
  const [row] = await kernel.database.system<{ found: Person | null }>`
    SELECT oidc.person_of(${person}::uuid) AS found`
  return row?.found ?? undefined
}

export interface Membership {
  readonly organisation: string
  readonly name: string
  readonly person: string
  readonly person_name: string
}

/** The persons of an account that a client is for, the last used first. */
export async function personsFor(
  kernel: Kernel,
  account: string,
  client: { readonly org: string; readonly anyone: boolean },
): Promise<readonly Membership[]> {
  const all = await kernel.database.system<Membership>`
    SELECT organisation, name, person, person_name FROM identity.persons_of(${account}::uuid)`
  return client.anyone ? all : all.filter(({ organisation }) => organisation === client.org)
}

/** What a relying party may learn; which of it, the scopes say. */
export function claimsOf(person: Person): Record<string, unknown> {
  return {
    sub: person.id,
    name: person.name,
    updated_at: person.changed,
    org: person.org,
    org_name: person.organisation,
    ...(person.locale === null ? {} : { locale: person.locale }),
    ...(person.zone === null ? {} : { zoneinfo: person.zone }),
    // An address is proved by a mailed invitation only, and nobody keeps by which way it came.
    ...(person.email === null ? {} : { email: person.email, email_verified: false }),
    ...(person.mobile === null
      ? {}
      : { phone_number: person.mobile, phone_number_verified: false }),
  }
}
