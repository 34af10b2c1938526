import { defineAction, T } from '#kernel'
import { Asset } from '../draft-schema.ts'

export const openAccounts = defineAction({
  id: 'ledger.account.open',
  kind: 'command',
  effect: 'local',
  title: 'Open accounts',
  description: 'Opens accounts in this organisation’s book, each in one asset for ever.',
  input: T.Object(
    {
      accounts: T.Array(
        T.Object(
          {
            id: T.Id(),
            owner: T.String({ minLength: 1, maxLength: 100, title: 'Whose it is' }),
            code: T.Integer({ minimum: 0, maximum: 2_147_483_647 }),
            asset: Asset,
            scale: T.Integer({ minimum: 0, maximum: 18, title: 'Digits after the point' }),
            bound: T.Enum(['none', 'credit', 'debit']),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: 1_000 },
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ opened: T.Integer() }),
  silent: 'an empty account is no fact to anybody',
  scope: 'ledger.post',
  internal: true,
}).run(async ({ accounts }, ctx) => {
  const take = <V>(pick: (account: (typeof accounts)[number]) => V): V[] => accounts.map(pick)
  await ctx.sql`
    INSERT INTO ledger.account (org, id, owner, code, asset, scale, bound)
    SELECT ${ctx.org}::uuid, a.* FROM unnest(${take(({ id }) => id)}::uuid[], ${take(({ owner }) => owner)}::text[], ${take(({ code }) => code)}::int[],
      ${take(({ asset }) => asset)}::text[], ${take(({ scale }) => scale)}::int[], ${take(({ bound }) => bound)}::text[]) a`
  return { opened: accounts.length }
})
