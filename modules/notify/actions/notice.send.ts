import { defineAction, ref, T, type Context } from '#kernel'
import { Person } from '#modules/directory'
import { noticeSent } from '../events.ts'
import { text, type Text } from '../text.ts'
import { ANY_KIND } from '../entities.ts'
import { sweepNotices, sweepTomorrow } from './notice.sweep.ts'
import { sendPush } from './push.send.ts'
import { sendMail } from './mail.send.ts'

/** One statement and one event a person; a caller with more people sends in pieces. */
const PEOPLE_MAX = 1000

export const sendNotice = defineAction({
  id: 'notify.notice.send',
  kind: 'command',
  effect: 'local',
  title: 'Send a notice',
  description:
    'Puts a notice into the inbox of each of these people and, as each of them wishes, on their devices and into their mail.',
  input: T.Object(
    {
      people: T.Array(ref('directory.person'), {
        minItems: 1,
        maxItems: PEOPLE_MAX,
        uniqueItems: true,
      }),
      kind: T.String({ maxLength: 100, description: 'What caused it: an event id.' }),
      title: text(500),
      body: T.Optional(text(2000)),
      link: T.Optional(
        T.String({
          maxLength: 500,
          pattern: '^/([^/\\\\].*)?$',
          description: 'A path within Tenon.',
        }),
      ),
      card: T.Optional(T.Id()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ sent: T.Integer() }),
  emits: [noticeSent],
  scope: 'member',
  internal: true,
}).run(async ({ people, ...notice }, ctx) => {
  const { kind, link, card } = notice
  const words = columns(notice)
  const sent = await ctx.sql<{ id: string; person: string }>`
    INSERT INTO notify.notice (org, id, person, kind, title, title_zh, body, body_zh, link, card)
    SELECT ${ctx.org}, n.id, n.person, ${kind}, ${words.title}, ${words.title_zh ?? null}, ${words.body ?? null}, ${words.body_zh ?? null}, ${link ?? null}, ${card ?? null}
    FROM unnest(${people.map(() => ctx.id())}::uuid[], ${people}::uuid[]) AS n(id, person)
    RETURNING id, person`
  const place = { ...(link ? { link } : {}), ...(card ? { card } : {}) }
  for (const { id, person } of sent) {
    ctx.emit(
      noticeSent,
      { notice: id, person, kind, ...words, ...place },
      { stream: `person:${person}` },
    )
  }
  await push(ctx, kind, new Map(sent.map(({ id, person }) => [person, id])))
  await mail(ctx, notice, people)
  ctx.enqueue(sweepNotices, {}, sweepTomorrow(ctx.now))
  return { sent: sent.length }
})

interface Words {
  readonly kind: string
  readonly title: Text
  readonly body?: Text
  readonly link?: string
}

function columns({ title, body }: Words) {
  return {
    title: typeof title === 'string' ? title : title.en,
    ...(typeof title === 'string' ? {} : { title_zh: title.zh }),
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : body.en }),
    ...(body === undefined || typeof body === 'string' ? {} : { body_zh: body.zh }),
  }
}

/** To every browser of those who did not switch this kind off: one job each, so that one lost push is retried alone. */
async function push(ctx: Context, kind: string, notices: ReadonlyMap<string, string>) {
  const targets = await ctx.sql<{ id: string; person: string }>`
    SELECT t.id, t.person FROM notify.push_target t
    WHERE t.org = ${ctx.org} AND t.person = ANY(${[...notices.keys()]}::uuid[])
      AND coalesce((SELECT p.push FROM notify.preference p WHERE p.org = ${ctx.org} AND p.person = t.person
        AND p.kind IN (${kind}, ${ANY_KIND}) ORDER BY p.kind = ${ANY_KIND} LIMIT 1), true)`
  for (const { id, person } of targets)
    ctx.enqueue(sendPush, { target: id, notice: notices.get(person)! })
}

/** To those who asked for this kind by mail. */
async function mail(ctx: Context, { kind, title, body, link }: Words, people: readonly string[]) {
  const wishes = await ctx.sql<{ person: string; mail: boolean; language: 'en' | 'zh' | null }>`
    SELECT DISTINCT ON (p.person) p.person, p.mail,
      (SELECT a.language FROM notify.preference a WHERE a.org = ${ctx.org} AND a.person = p.person AND a.kind = ${ANY_KIND}) AS language
    FROM notify.preference p
    WHERE p.org = ${ctx.org} AND p.person = ANY(${people}::uuid[]) AND p.kind IN (${kind}, ${ANY_KIND})
    ORDER BY p.person, p.kind = ${ANY_KIND}`
  const wanted = new Map(
    wishes.flatMap((each) => (each.mail ? [[each.person, each.language] as const] : [])),
  )
  if (wanted.size === 0) return
  const records = ctx.records(Person).unchecked('a notice goes to the address of the one it is for')
  const { items } = await records.list({
    where: { id: { in: [...wanted.keys()] }, status: 'active' },
    limit: PEOPLE_MAX,
  })
  for (const { id, email } of items) {
    if (email === undefined) continue
    const language = wanted.get(id)
    ctx.enqueue(sendMail, {
      to: email,
      subject: title,
      text: body ?? title,
      ...(link ? { link: ctx.publicUrl + link } : {}),
      ...(language ? { language } : {}),
    })
  }
}
