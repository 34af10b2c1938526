import { errors, type Context, type Grant } from 'oidc-provider'
import type { Kernel, Sql } from '#kernel'
import { clientRow } from './clients.ts'
import { personOf, type Person } from './people.ts'

/** What a client was allowed in this organisation: for everybody, or by this person for himself. */
export async function allowed(
  sql: Sql,
  org: string,
  client: string,
  person: string,
): Promise<ReadonlySet<string>> {
  const rows = await sql<{ scopes: string[] }>`
    SELECT scopes FROM oidc.consent WHERE org = ${org} AND client = ${client} AND (person IS NULL OR person = ${person})`
  return new Set(rows.flatMap(({ scopes }) => scopes))
}

/** A grant is made anew for each sign-in from what was allowed; without any, the person is asked. */
export async function grantFor(kernel: Kernel, ctx: Context): Promise<Grant | undefined> {
  const { provider, session, client, requestParamOIDCScopes: wanted } = ctx.oidc
  const person = session.accountId && (await personOf(kernel, session.accountId))
  if (!person) return undefined
  await entitled(kernel, client.clientId, person)
  const { sql } = kernel.database.reader(person.org)
  const may = await allowed(sql, person.org, client.clientId, person.id)
  const scopes = [...wanted].filter((scope) => may.has(scope))
  const former = session.grantIdFor(client.clientId)
  const known = former === undefined ? undefined : await provider.Grant.find(former)
  const held = new Set(known?.getOIDCScope().split(' '))
  if (known && scopes.every((scope) => held.has(scope))) return known
  if (scopes.length === 0) return undefined
  const grant = known ?? new provider.Grant({ accountId: person.id, clientId: client.clientId })
  grant.addOIDCScope(scopes.join(' '))
  await grant.save()
  return grant
}

/** What an app requires of who signs in is asked each time, of his rights as of now. */
async function entitled(kernel: Kernel, client: string, person: Person): Promise<void> {
  const row = await clientRow(kernel, client)
  if (!row?.requires.length) return
  const actor = await kernel.actorOf(person.org, person.id)
  if (!row.requires.some((scope) => actor?.scopes.has(scope)))
    throw new errors.AccessDenied('This app is not for this person.')
}
