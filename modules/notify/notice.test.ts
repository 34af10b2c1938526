import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { StreamEvent } from '#kernel/kernel'
import { moduleActor } from '#kernel/actor'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { sweepNotices } from './actions/notice.sweep.ts'
import { listPreferences } from './actions/preference.list.ts'
import { countNotices, readNotice, sendMail, sendNotice, setPreference } from './index.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

interface Notices {
  items: { id: string; title: string; title_zh?: string; read_at?: string; person: string }[]
}
const inbox = async (voice: Voice, input: object = {}) =>
  (await voice.call('notify.notice.list', input)) as Notices
/** As another module does it, inside its own command. */
const send = (org: string, input: Parameters<typeof sendNotice.handler & {}>[0]) =>
  as.kernel.call(sendNotice, input, moduleActor('approval', org, []), { door: 'module' })
const tyres = {
  kind: 'test.thing.happened',
  title: { en: 'Tyres have come', zh: '轮胎到货了' },
  link: '/approvals/1',
}

test('send: each person finds it in the inbox and hears of it at once; nobody else does', async () => {
  const [wang, bo] = [as['wang']!, as['bo']!]
  const told: StreamEvent[] = []
  const stop = as.kernel.onEvent((event) => told.push(event))
  assert.deepEqual(await send(wang.actor.org, { people: [wang.id, bo.id], ...tyres }), { sent: 2 })
  stop()
  const events = told.filter(({ type }) => type === 'notify.notice.sent')
  assert.deepEqual(
    events.map(({ stream }) => stream).sort(),
    [`person:${wang.id}`, `person:${bo.id}`].sort(),
  )
  const [notice] = (await inbox(wang, { limit: 1 })).items
  assert.deepEqual(
    [notice!.title, notice!.title_zh, notice!.person],
    ['Tyres have come', '轮胎到货了', wang.id],
  )
  await bo.refuses('notify.notice.get', { notice: notice!.id }, 'notFound')
  await as['lin']!.refuses('notify.notice.get', { notice: notice!.id }, 'notFound')
  await as['outsider']!.refuses('notify.notice.get', { notice: notice!.id }, 'notFound')
})

test('send: only from within the house', async () => {
  const input = { people: [as['wang']!.id], ...tyres }
  await as['lin']!.refuses(sendNotice, input, 'notFound')
  await as['lin']!.refuses(sendMail, { to: 'a@b.example', subject: 'x', text: 'x' }, 'notFound')
  await assert.rejects(send(as['wang']!.actor.org, { ...input, link: 'https://evil.example' }), {
    code: 'invalid',
  })
  await assert.rejects(send(as['wang']!.actor.org, { ...input, link: '//evil.example' }), {
    code: 'invalid',
  })
})

test('read: one, then all; the count follows', async () => {
  const sun = as['sun']!
  const before = (await sun.call(countNotices, {})).unread
  await send(sun.actor.org, { people: [sun.id], ...tyres })
  await send(sun.actor.org, { people: [sun.id], ...tyres, title: 'Second' })
  assert.equal((await sun.call(countNotices, {})).unread, before + 2)
  const [second] = (await inbox(sun, { limit: 1 })).items
  await as['wang']!.refuses(readNotice, { notice: second!.id }, 'notFound')
  assert.deepEqual(await sun.call(readNotice, { notice: second!.id }), { unread: before + 1 })
  assert.deepEqual(await sun.call(readNotice, { notice: second!.id }), { unread: before + 1 })
  assert.deepEqual(await sun.call(readNotice, {}), { unread: 0 })
  assert.ok((await inbox(sun)).items.every(({ read_at }) => read_at))
  assert.deepEqual((await inbox(sun, { where: { read_at: null } })).items, [])
})

test('old notices go: read ones after a season, others after a year', async () => {
  const feng = as['feng']!
  for (const title of ['read 100', 'unread 100', 'unread 400'])
    await send(feng.actor.org, { people: [feng.id], ...tyres, title })
  await as.owner((client) =>
    client.query(`UPDATE notify.notice SET created_at = now() - right(title, 3)::int * interval '1 day',
      read_at = CASE WHEN title LIKE 'read%' THEN now() - interval '100 days' END WHERE person = '${feng.id}' AND title ~ '^(un)?read \\d+$'`),
  )
  await feng.refuses(sweepNotices, {}, 'notFound')
  await as.owner((client) =>
    client.query(`UPDATE kernel.job SET run_at = now() WHERE key = 'notify.sweep'`),
  )
  await as.kernel.idle()
  const titles = (await inbox(feng)).items.map(({ title }) => title)
  assert.ok(titles.includes('unread 100'))
  assert.ok(!titles.includes('read 100') && !titles.includes('unread 400'))
})

test('mail: only those who asked for it, in their language, with an address that works', async () => {
  const [ma, lucy] = [as['ma']!, as['lucy']!]
  await ma.call(setPreference, { kind: '*', mail: true, language: 'zh' })
  await lucy.call(setPreference, { kind: '*', mail: true })
  await lucy.call(setPreference, { kind: 'other.kind', mail: false })
  await send(ma.actor.org, { people: [ma.id, lucy.id, as['qian']!.id], ...tyres })
  await send(ma.actor.org, {
    people: [lucy.id],
    ...tyres,
    kind: 'other.kind',
    title: 'not by mail',
  })
  await as.kernel.idle()
  const { items } = (await as.operator.call('notify.mail.list', {})) as {
    items: { to: string; subject: string; text: string }[]
  }
  assert.deepEqual(
    items
      .filter(({ to }) => /^(ma|lucy|qian)\./.test(to))
      .map(({ to, subject }) => [to, subject])
      .sort(),
    [
      ['lucy.moreau@yuanshan.example', '轮胎到货了 / Tyres have come'],
      ['ma.jun@yuanshan.example', '轮胎到货了'],
    ],
  )
  assert.match(items[0]!.text, /http:\/\/127\.0\.0\.1:8080\/approvals\/1/)
})

test('mails kept on the server are for whoever operates it', async () => {
  await as['lin']!.refuses('notify.mail.list', {}, 'forbidden')
  await as['wang']!.refuses('notify.mail.list', {}, 'forbidden')
  await as['outsider']!.refuses('notify.mail.list', {}, 'forbidden')
  await as.nobody.refuses('notify.mail.list', {}, 'unauthenticated')
})

test('the words of a mail never reach the log', async () => {
  const { rows } = await as.owner((client) =>
    client.query(`SELECT input FROM kernel.audit WHERE action = 'notify.mail.send'`),
  )
  assert.ok(rows.length > 0)
  for (const { input } of rows) assert.deepEqual([input.subject, input.text], ['…', '…'])
})

test('preferences: own choices over the common one, over the defaults', async () => {
  const qian = as['qian']!
  const of = async (kind: string) =>
    (await qian.call(listPreferences, {})).items.find((each) => each.kind === kind)
  assert.deepEqual(await of('*'), {
    kind: '*',
    title: 'All others',
    push: true,
    mail: false,
    own: false,
  })
  assert.deepEqual(await qian.call(setPreference, { kind: '*', push: false }), {
    kind: '*',
    push: false,
    mail: false,
  })
  await qian.call(setPreference, { kind: 'approval.request.created', push: true })
  const asked = await of('approval.request.created')
  assert.deepEqual(asked, {
    kind: 'approval.request.created',
    title: 'Request submitted',
    push: true,
    mail: false,
    own: true,
  })
  assert.deepEqual(
    (await as['wang']!.call(listPreferences, {})).items.filter(({ own }) => own),
    [],
  )
})
