import { conflict, forbidden, notFound, type Context } from '#kernel'
import { Person } from '#modules/directory'
import { Grant } from './entities.ts'

export const noAccount = notFound(
  'There is no such person with an account, or none whom you look after.',
  'List the accounts again.',
)
export const elsewhere = conflict(
  'This account also belongs to another organisation, which relies on its second factor.',
  'The person turns it off under Security, with a recovery code.',
)
export const ownerOnly = forbidden(
  'Only an owner may change how an owner signs in.',
  'Ask an owner of the organisation.',
)
export const notOneself = conflict(
  'This is your own account.',
  'Change how you sign in under Security.',
)

type Asked = Pick<Context, 'actor' | 'records' | 'org' | 'sql'>

/** The people whom the caller’s range reaches, as a filter. */
export function reached({ actor }: Pick<Context, 'actor'>) {
  const reach = actor.scopes.get('identity.accounts')
  if (reach === 'all') return { account: { ne: null } }
  if (reach === 'self') return { account: { ne: null }, id: actor.id }
  const departments = reach === 'subtree' ? actor.subtree : actor.departments
  return { account: { ne: null }, department: { in: [...departments] } }
}

export const people = (ctx: Pick<Context, 'records'>) =>
  ctx.records(Person).unchecked('who helps people to sign in sees whoever has an account')

/** The account of a person within the caller's range. */
export async function helped(ctx: Asked, person: string): Promise<string | undefined> {
  const found = await people(ctx).first({ where: { and: [reached(ctx), { id: person }] } })
  return found?.account
}

export async function isOwner(ctx: Asked, person: string): Promise<boolean> {
  const grants = ctx.records(Grant).unchecked('an owner is helped by owners only')
  return (await grants.count({ role: 'owner', kind: 'person', holder: person })) > 0
}

/** Does somebody else rely on how this account signs in? */
export async function worksElsewhere(ctx: Asked, account: string): Promise<boolean> {
  const rows = await ctx.sql<{ organisation: string }>`
    SELECT organisation FROM identity.persons_of(${account})`
  return rows.some(({ organisation }) => organisation !== ctx.org)
}
