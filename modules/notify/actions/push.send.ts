import { defineAction, fail, T, type Context } from '#kernel'
import { pushKeys, pushRequest, type Target } from '../push.ts'
import { inEither } from '../text.ts'

/** A notice that could not be delivered within a day is no news. */
const STALE_MS = 24 * 3_600_000
const TIMEOUT_MS = 10_000

export const sendPush = defineAction({
  id: 'notify.push.send',
  kind: 'command',
  effect: 'outside',
  title: 'Push a notice to a browser',
  description: 'Tells one browser of a notice, unless it was read in the meantime.',
  input: T.Object({ target: T.Id(), notice: T.Id() }),
  output: T.Object({ sent: T.Boolean() }),
  silent: 'the notice itself was reported sent',
  scope: 'member',
  internal: true,
  idempotent: true,
}).run(async ({ target: id, notice }, ctx) => {
  const [target] = await ctx.sql<Target>`
    SELECT endpoint, p256dh, auth, language FROM notify.push_target WHERE org = ${ctx.org} AND id = ${id}`
  const payload = await payloadOf(ctx, notice, target?.language ?? undefined)
  if (!target || !payload) return { sent: false }

  const { public_key, private_key } = await pushKeys(ctx)
  const keys = { publicKey: public_key, privateKey: ctx.secrets.open(private_key) }
  const { endpoint, ...request } = pushRequest(target, payload, notice, keys, ctx.publicUrl)
  const answer = await ctx.egress.fetch(endpoint, { ...request, timeoutMs: TIMEOUT_MS })
  if (answer.status === 429 || answer.status >= 500) {
    throw fail('unavailable', 'The push service is busy.', undefined, { status: answer.status })
  }
  // The browser took its permission back: what it was subscribed with is of no more use.
  if (answer.status === 404 || answer.status === 410) {
    await ctx.sql`DELETE FROM notify.push_target WHERE org = ${ctx.org} AND id = ${id}`
  }
  return { sent: answer.status >= 200 && answer.status < 300 }
})

async function payloadOf(ctx: Context, notice: string, language: 'en' | 'zh' | undefined) {
  const [row] = await ctx.sql<Row>`
    SELECT kind, title, title_zh, body, body_zh, link FROM notify.notice
    WHERE org = ${ctx.org} AND id = ${notice} AND read_at IS NULL AND created_at > ${new Date(ctx.now.getTime() - STALE_MS)}`
  if (!row) return undefined
  const say = (en: string, zh: string | null) =>
    inEither(zh === null ? en : { en, zh }, language, ' / ')
  return {
    notice,
    kind: row.kind,
    title: say(row.title, row.title_zh),
    ...(row.body === null ? {} : { body: say(row.body, row.body_zh) }),
    link: row.link ?? '/',
  }
}

interface Row {
  kind: string
  title: string
  title_zh: string | null
  body: string | null
  body_zh: string | null
  link: string | null
}
