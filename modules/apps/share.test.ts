import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { showForm } from './actions/form.show.ts'
import { submitForm } from './actions/form.submit.ts'
import { closeShare } from './actions/share.close.ts'
import { createShare } from './actions/share.create.ts'
import { listShares } from './actions/share.list.ts'
import { makeInspections } from './testing.ts'

let as: Cast
let maker: Voice
let app: string
type Page = { items: Record<string, unknown>[] }
before(async () => {
  as = await tenon()
  app = (await makeInspections(await as.person('gao'))).app
  await as.kernel.idle()
  maker = await as.person('gao')
})
after(() => as[Symbol.asyncDispose]())

const tokenIn = (link: string): string => link.split('#').at(-1)!

test('somebody outside fills in the fields marked, and learns nothing else', async () => {
  const share = await maker.call(createShare, {
    app,
    entity: 'e2',
    fields: ['f3', 'f4', 'f6'],
    title: '报修',
  })
  assert.match(share.qr, /^<svg/)
  const form = tokenIn(share.link)
  const shown = await as.nobody.call(showForm, { form })
  assert.equal(shown.organisation, '远山自行车 Yuanshan Bikes')
  assert.deepEqual(Object.keys((shown.schema as { properties: object }).properties), [
    'jiancha_date',
    'result',
    'description',
  ])
  assert.doesNotMatch(JSON.stringify(shown), /激光|高翔|EQ-0/)
  await as.nobody.call(submitForm, { form, values: { result: '异常', description: '漏油' } })
  await as.outsider.call(submitForm, { form, values: { result: '正常' } })
  await as.nobody.refuses(
    submitForm,
    { form, values: { result: '正常', cost: { amount: '1', currency: 'CNY' } } },
    'invalid',
  )
  await as.nobody.refuses(submitForm, { form, values: { result: 'burnt' } }, 'invalid')
  const { items } = (await maker.call('app_inspection.inspection.list', {
    where: { description: '漏油' },
  })) as Page
  assert.equal(items.length, 1)
  assert.equal(items[0]!['created_by'], undefined)
  const { items: shares } = await maker.call(listShares, { app })
  assert.equal(shares[0]!.answers, 2)
})

test('a form that is closed, has run out or is full answers nobody', async () => {
  const fields = ['f6']
  const closed = await maker.call(createShare, { app, entity: 'e2', fields })
  await maker.call(closeShare, { share: closed.share })
  await as.nobody.refuses(showForm, { form: tokenIn(closed.link) }, 'notFound')
  await as.nobody.refuses(
    submitForm,
    { form: tokenIn(closed.link), values: { description: 'x' } },
    'notFound',
  )
  const full = await maker.call(createShare, { app, entity: 'e2', fields, answers_max: 1 })
  await as.nobody.call(submitForm, { form: tokenIn(full.link), values: { description: 'x' } })
  await as.nobody.refuses(
    submitForm,
    { form: tokenIn(full.link), values: { description: 'y' } },
    'notFound',
  )
  const soon = await maker.call(createShare, {
    app,
    entity: 'e2',
    fields,
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
  })
  await as.owner((client) =>
    client.query(
      `UPDATE apps.share SET expires_at = now() - interval '1 second' WHERE id = '${soon.share}'`,
    ),
  )
  await as.nobody.refuses(showForm, { form: tokenIn(soon.link) }, 'notFound')
  await maker.refuses(
    createShare,
    { app, entity: 'e2', fields, expires_at: '2020-01-01T00:00:00Z' },
    'past',
  )
  await as.nobody.refuses(showForm, { form: 'A'.repeat(46) }, 'notFound')
})

test('people, records and files are never asked of outsiders; only who manages the app shares it', async () => {
  await maker.refuses(createShare, { app, entity: 'e2', fields: ['f1'] }, 'notOpen')
  await maker.refuses(createShare, { app, entity: 'e2', fields: ['f2'] }, 'notOpen')
  const input = { app, entity: 'e2', fields: ['f6'] }
  await as.stranger.refuses(createShare, input, 'forbidden')
  await as.outsider.refuses(createShare, input, 'notFound')
  await as.nobody.refuses(createShare, input, 'unauthenticated')
  const { share } = await maker.call(createShare, input)
  await as.stranger.refuses(closeShare, { share }, 'forbidden')
  await as.outsider.refuses(closeShare, { share }, 'notFound')
  await as.stranger.refuses(listShares, { app }, 'forbidden')
})
