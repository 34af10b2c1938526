import type { Context } from '#kernel'
import { deliverCard, ensureCard } from '#modules/cards'
import { sendNotice } from '#modules/notify'
import { accountMoved } from './events.ts'

export const CARD = 'vault.account.card'
/** Where a person sees and reconnects an account. */
export const pathOf = (account: string): string => `/me/linked-accounts/${account}`

/** What stops until then is named, this many of it. */
const NAMED_MAX = 5

/** The owner hears that only he can help, with a card that leads there and names what has stopped. */
export async function askOwner(ctx: Context, account: string): Promise<void> {
  const [row] = await ctx.sql<{ title: string; owner: string; active: boolean }>`
    SELECT a.title, a.owner, EXISTS (SELECT FROM directory.person p WHERE p.org = a.org AND p.id = a.owner AND p.status = 'active') AS active
    FROM vault.account a WHERE a.org = ${ctx.org} AND a.id = ${account}`
  if (!row?.active) return
  const { card } = await ctx.callAsModule(ensureCard, {
    template: CARD,
    entity: 'vault.account',
    record: account,
  })
  await ctx.callAsModule(deliverCard, { card, space: `person:${row.owner}` })
  const stopped = await namesOf(ctx, account)
  await ctx.call(sendNotice, {
    people: [row.owner],
    kind: accountMoved.id,
    title: {
      en: `Connect “${row.title}” again: the service does not take it any more`,
      zh: `请重新连接“${row.title}”：对方服务已不再接受它`,
    },
    ...(stopped
      ? { body: { en: `Stopped until then: ${stopped}`, zh: `在此之前停用：${stopped}` } }
      : {}),
    link: pathOf(account),
    card,
  })
}

/** What depends on it, in one line. */
export async function namesOf(ctx: Pick<Context, 'org' | 'sql'>, account: string): Promise<string> {
  const rows = await ctx.sql<{ title: string; more: number }>`
    SELECT title, count(*) OVER () AS more FROM vault.dependent WHERE org = ${ctx.org} AND account = ${account} ORDER BY title LIMIT ${NAMED_MAX}`
  const left = (rows[0]?.more ?? 0) - rows.length
  return [...rows.map(({ title }) => title), ...(left > 0 ? [`+${left}`] : [])].join(', ')
}
