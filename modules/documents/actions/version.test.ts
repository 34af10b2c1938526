import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { createDocument } from './document.create.ts'
import { exportDocument } from './document.export.ts'
import { shareDocument } from './document.share.ts'
import { writeDocument } from './document.write.ts'
import { compareVersion } from './version.compare.ts'
import { createVersion } from './version.create.ts'
import { getVersion } from './version.get.ts'
import { listVersions } from './version.list.ts'
import { restoreVersion } from './version.restore.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

test('a version is kept, compared and restored as a new edit', async () => {
  const { id: document } = await as.wang.call(createDocument, {
    title: 'V',
    markdown: '# One\n\nFirst',
  })
  const { version } = await as.wang.call(createVersion, { document, name: 'Before' })
  await as.wang.call(writeDocument, { document, markdown: '# One\n\nSecond', replace: true })
  const { lines } = await as.wang.call(compareVersion, { version })
  assert.deepEqual(
    lines.map(({ kind, text }) => `${kind} ${text}`),
    ['same One', 'removed First', 'added Second'],
  )
  const { content } = await as.wang.call(getVersion, { version })
  assert.equal((content as { type: string }[])[0]!.type, 'heading')
  await as.wang.call(restoreVersion, { version })
  assert.equal((await as.wang.call(exportDocument, { document })).markdown, '# One\n\nFirst\n')
  const { items } = await as.wang.call(listVersions, { document })
  assert.deepEqual(
    items.map(({ name, kind }) => name ?? kind),
    ['automatic', 'Before'],
  )
})

test('versions are for who may read the document, restoring for who may edit it', async () => {
  const { id: document } = await as.wang.call(createDocument, { title: 'V', markdown: 'Text' })
  const { version } = await as.wang.call(createVersion, { document })
  for (const who of [as.stranger, as.outsider]) {
    await who.refuses(listVersions, { document }, 'notFound')
    await who.refuses(createVersion, { document }, 'notFound')
    await who.refuses(getVersion, { version }, 'notFound')
    await who.refuses(compareVersion, { version }, 'notFound')
    await who.refuses(restoreVersion, { version }, 'notFound')
  }
  await as.wang.call(shareDocument, { document, people: [{ person: as.bo.id, role: 'reader' }] })
  await as.bo.call(getVersion, { version })
  await as.bo.refuses(createVersion, { document }, 'readOnly')
  await as.bo.refuses(restoreVersion, { version }, 'readOnly')
  const { id: empty } = await as.wang.call(createDocument, { title: 'Empty' })
  await as.wang.refuses(createVersion, { document: empty }, 'empty')
})
