import type { Context } from '#kernel'

/** What one party may see of a record. */
export interface PartyView {
  /** The organisation that may see it. */
  readonly org: string
  readonly role: string
  readonly visible: Readonly<Record<string, unknown>>
}
// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>

/**
 * Writes what the named parties see of a record into their own organisations, in the transaction of
 * the command that changed it. An older revision never overwrites a newer one.
 */
export async function project(
  ctx: AnyContext,
  source: { entity: string; record: string; rev: number },
  parties: readonly PartyView[],
): Promise<void> {
  for (const { org, role, visible } of parties) {
    await ctx.within(
      org,
      (party) => party.sql`
        INSERT INTO parties.projection AS p (org, id, source_org, entity, record, role, visible, source_rev)
        VALUES (${org}, ${ctx.id()}, ${ctx.org}, ${source.entity}, ${source.record}, ${role},
          ${JSON.stringify(visible)}::jsonb, ${source.rev})
        ON CONFLICT (org, source_org, entity, record, role) DO UPDATE
        SET visible = excluded.visible, source_rev = excluded.source_rev, updated_at = now(), rev = p.rev + 1
        WHERE p.source_rev < excluded.source_rev`,
    )
  }
}

/** A party that is no longer named sees nothing from now on. */
export async function unproject(
  ctx: AnyContext,
  source: { entity: string; record: string },
  orgs: readonly string[],
): Promise<void> {
  for (const org of orgs) {
    await ctx.within(
      org,
      (party) => party.sql`
        DELETE FROM parties.projection
        WHERE org = ${org} AND source_org = ${ctx.org} AND entity = ${source.entity} AND record = ${source.record}`,
    )
  }
}
