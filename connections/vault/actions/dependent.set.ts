import { defineAction, ref, T } from '#kernel'
import { Account } from '../entities.ts'

export const setDependents = defineAction({
  id: 'vault.dependent.set',
  kind: 'command',
  effect: 'local',
  title: 'Say what depends on linked accounts',
  description:
    'Called by whoever keeps flows, imports and the like, in the command that changes one: which accounts it uses from now on. None: it uses none any more.',
  input: T.Object(
    {
      kind: T.String({ maxLength: 40, description: '`flow`, `module` …' }),
      ref: T.String({ maxLength: 100 }),
      title: T.String({ maxLength: 200 }),
      link: T.Optional(T.String({ maxLength: 300, pattern: '^/([^/\\\\].*)?$' })),
      accounts: T.Array(ref(Account), { maxItems: 100, uniqueItems: true }),
    },
    { additionalProperties: false },
  ),
  output: T.Null(),
  silent: 'it belongs to a command that tells of itself',
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ kind, ref: id, title, link, accounts }, ctx) => {
  await ctx.sql`DELETE FROM vault.dependent WHERE org = ${ctx.org} AND kind = ${kind} AND ref = ${id} AND account <> ALL (${accounts}::uuid[])`
  await ctx.sql`
    INSERT INTO vault.dependent (org, id, account, kind, ref, title, link)
    SELECT ${ctx.org}, d.id, a.id, ${kind}, ${id}, ${title}, ${link ?? null}
    FROM unnest(${accounts.map(() => ctx.id())}::uuid[], ${accounts}::uuid[]) AS d(id, account) JOIN vault.account a ON a.org = ${ctx.org} AND a.id = d.account
    ON CONFLICT (org, account, kind, ref) DO UPDATE SET title = excluded.title, link = excluded.link, rev = vault.dependent.rev + 1, updated_at = now()`
  return null
})
