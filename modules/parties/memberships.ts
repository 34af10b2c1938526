import { OPERATOR_ORG, type Context, type RecordOf, type Records, type Sql } from '#kernel'
import { Membership } from './entities.ts'

export type MembershipRow = RecordOf<typeof Membership>
// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>
/** Nobody works for more; a bound so that the list needs no pages. */
const MEMBERSHIPS_MAX = 200

const open = <R>(ctx: AnyContext, work: (rows: Records<MembershipRow>) => Promise<R>): Promise<R> =>
  ctx.within(OPERATOR_ORG, (operator) =>
    work(
      operator
        .records(Membership)
        .unchecked('memberships are kept by whoever keeps accounts and people'),
    ),
  )

/** Writes that an account has this person; once, however often it is called. */
export function addMembership(
  ctx: AnyContext,
  membership: { account: string; organisation: string; person: string },
): Promise<MembershipRow> {
  return open(
    ctx,
    async (rows) => (await rows.first({ where: { ...membership } })) ?? rows.create(membership),
  )
}

export interface MembershipBrief {
  readonly person: string
  readonly organisation: string
  readonly organisation_name: string
  readonly organisation_kind: string
  readonly organisation_status: 'active' | 'suspended'
  readonly last_used_at: string | null
}

/** The persons of an account, the last used first. For queries and commands alike. */
export function membershipsOf(sql: Sql, account: string): Promise<MembershipBrief[]> {
  return sql<MembershipBrief>`SELECT * FROM parties.memberships_of(${account}::uuid, ${MEMBERSHIPS_MAX})`
}

/** A leaver's account no longer has this person. */
export function removeMembership(ctx: AnyContext, person: string): Promise<void> {
  return open(ctx, async (rows) => {
    const { items } = await rows.list({ where: { person } })
    for (const { id } of items) await rows.delete(id)
  })
}

/** Remembers which person was used last: the one a new sign-in starts with. */
export function useMembership(ctx: AnyContext, person: string): Promise<void> {
  return open(ctx, async (rows) => {
    const row = await rows.first({ where: { person } })
    if (row) await rows.update(row.id, { last_used_at: ctx.now.toISOString() })
  })
}
