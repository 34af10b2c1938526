import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { newId, OPERATOR_ORG } from '#kernel'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { getManifest } from './actions/app.manifest.ts'
import { publishApp } from './actions/app.publish.ts'
import { showForm } from './actions/form.show.ts'
import { submitForm } from './actions/form.submit.ts'
import { uploadToForm } from './actions/form.upload.ts'
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

test('people and records are never asked of outsiders; only who manages the app shares it', async () => {
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

test('an outsider sends pictures and files with his answer; what is not sent goes', async () => {
  await publishFields()
  const share = await maker.call(createShare, { app, entity: 'e2', fields: ['f6', 'p1', 'p2'] })
  const form = tokenIn(share.link)
  const { schema } = await as.nobody.call(showForm, { form })
  const properties = (schema as { properties: Record<string, { maxItems?: number }> }).properties
  assert.equal(properties['photos']!.maxItems, 5)
  const send = async (name: string, bytes: Buffer, to = form) => {
    const blob = `${OPERATOR_ORG}/${newId()}`
    const { size, sha256 } = await as.kernel.blobs.put(blob, bytes)
    const file = { blob, name, mime: 'application/octet-stream', size, sha256 }
    return (await as.nobody.call(uploadToForm, { form: to, file })) as { id: string; mime: string }
  }
  const png = await sharp({ create: { width: 8, height: 6, channels: 3, background: '#345' } })
    .png()
    .toBuffer()
  const photo = await send('leak.png', png)
  assert.equal(photo.mime, 'image/png')
  const pdf = await send('report.pdf', Buffer.from('%PDF-1.7 …'))
  await assert.rejects(send('page.html', Buffer.from('<script>')), { code: 'wrongType' })
  await assert.rejects(send('page.pdf', Buffer.from('<script>')), { code: 'wrongType' })
  await assert.rejects(send('photo.jpg', Buffer.from('%PDF-1.7')), { code: 'wrongType' })
  await assert.rejects(send('big.txt', Buffer.alloc(10 * 1024 ** 2 + 1, 65)), { code: 'tooLarge' })
  const other = await maker.call(createShare, { app, entity: 'e2', fields: ['f6'] })
  await assert.rejects(send('leak.png', png, tokenIn(other.link)), { code: 'noFiles' })
  const kept = { photos: [photo.id], paper: pdf.id }
  await as.nobody.refuses(
    submitForm,
    { form, values: { photos: [pdf.id], description: 'no picture' } },
    'invalid',
  )
  await as.nobody.refuses(
    submitForm,
    { form, values: { photos: [newId()], description: 'of nobody' } },
    'invalid',
  )
  await maker.refuses('files.file.get', { file: photo.id }, 'notFound')
  await as.nobody.call(submitForm, { form, values: { ...kept, description: '滴水' } })
  await as.nobody.refuses(
    submitForm,
    { form, values: { ...kept, description: 'again' } },
    'invalid',
  )
  const { items } = (await maker.call('app_inspection.inspection.list', {
    where: { description: '滴水' },
  })) as Page
  assert.deepEqual(items[0]!['photos'], [photo.id])
  const seen = (await maker.call('files.file.get', { file: photo.id })) as { width: number }
  assert.equal(seen.width, 8)
  await as.outsider.refuses('files.file.get', { file: photo.id }, 'notFound')

  const lost = await send('never-sent.txt', Buffer.from('draft'))
  await as.owner(async (client) => {
    await client.query(
      `UPDATE files.file SET created_at = now() - interval '25 hours' WHERE id = $1`,
      [lost.id],
    )
    await client.query(`UPDATE kernel.job SET run_at = now() WHERE key = 'files.sweep'`)
  })
  await as.kernel.idle()
  await as.owner(async (client) => {
    const { rows } = await client.query('SELECT 1 FROM files.file WHERE id = $1', [lost.id])
    assert.equal(rows.length, 0)
  })
})

async function publishFields() {
  const { manifest, version } = await maker.call(getManifest, { app })
  const entities = manifest.entities.map((def) =>
    def.key !== 'e2'
      ? def
      : {
          ...def,
          fields: [
            ...def.fields,
            {
              key: 'p1',
              name: 'photos',
              title: { en: 'Photos', zh: '照片' },
              kind: 'picture' as const,
              many: true,
            },
            { key: 'p2', name: 'paper', title: { en: 'Paper', zh: '附件' }, kind: 'file' as const },
          ],
        },
  )
  await maker.call(publishApp, { app, manifest: { ...manifest, entities }, base: version })
  maker = await as.person('gao')
}
