import { OPERATOR_ORG, RANGES, T, defineAction, unauthenticated } from '#kernel'
import { accountById } from '../logins.ts'
import { operatorSql } from '../running.ts'

const organisation = { id: T.Id(), name: T.String(), kind: T.String() }

export const getMe = defineAction({
  id: 'identity.me.get',
  kind: 'query',
  effect: 'local',
  title: 'Who am I',
  description:
    'The caller: account, person, organisation, roles and scopes, and his persons in other organisations.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    kind: T.String(),
    id: T.String(),
    name: T.String(),
    org: T.Optional(T.Object(organisation, { 'x-manifest': true })),
    account: T.Optional(
      T.Object({
        id: T.Id(),
        name: T.String(),
        email: T.Optional(T.String()),
        mobile: T.Optional(T.String()),
        locale: T.Optional(T.String()),
        totp: T.Boolean(),
      }),
    ),
    roles: T.Array(T.String()),
    scopes: T.Record(
      T.String(),
      T.Enum(RANGES as unknown as ['self', 'department', 'subtree', 'all']),
    ),
    departments: T.Array(T.String()),
    persons: T.Array(
      T.Object({
        organisation: T.Object(organisation),
        person: T.Id(),
        name: T.String(),
        current: T.Boolean(),
      }),
    ),
    /** Organisations that have still to decide on the caller's request to join. */
    waiting: T.Array(T.Object({ organisation: T.String() })),
  }),
  errors: { nobody: unauthenticated('You are not signed in.') },
  scope: 'everyone',
  mcp: 'listed',
}).run(async (_input, ctx) => {
  const { actor } = ctx
  if (actor.kind === 'nobody' && !actor.account) throw ctx.error('nobody')
  const own = operatorSql(ctx)
  const [account, persons, waiting, orgs] = await Promise.all([
    actor.account ? accountById(own, actor.account) : undefined,
    actor.account
      ? own<Person>`SELECT organisation, name, kind, person, person_name FROM identity.persons_of(${actor.account})`
      : [],
    actor.account
      ? own<{ name: string }>`SELECT name FROM identity.waiting_of(${actor.account})`
      : [],
    own<{
      id: string
      name: string
      kind: string
    }>`SELECT id, name, kind FROM parties.organisation WHERE org = ${OPERATOR_ORG} AND id = ${actor.org}`,
  ])
  return {
    kind: actor.kind,
    id: actor.id,
    name: actor.name,
    ...(actor.kind !== 'nobody' && orgs[0] ? { org: orgs[0] } : {}),
    ...(account ? { account: shown(account) } : {}),
    roles: [...actor.roles],
    scopes: Object.fromEntries(actor.scopes),
    departments: [...actor.departments],
    persons: persons.map((each) => ({
      organisation: { id: each.organisation, name: each.name, kind: each.kind },
      person: each.person,
      name: each.person_name,
      current: each.person === actor.id,
    })),
    waiting: waiting.map(({ name }) => ({ organisation: name })),
  }
})

interface Person {
  readonly organisation: string
  readonly name: string
  readonly kind: string
  readonly person: string
  readonly person_name: string
}

const shown = (account: NonNullable<Awaited<ReturnType<typeof accountById>>>) => ({
  id: account.id,
  name: account.name,
  ...(account.email === null ? {} : { email: account.email }),
  ...(account.mobile === null ? {} : { mobile: account.mobile }),
  ...(account.locale === null ? {} : { locale: account.locale }),
  totp: account.totp_on,
})
