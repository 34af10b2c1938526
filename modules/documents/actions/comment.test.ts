import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { createComment } from './comment.create.ts'
import { deleteComment } from './comment.delete.ts'
import { listComments } from './comment.list.ts'
import { resolveComment } from './comment.resolve.ts'
import { createDocument } from './document.create.ts'
import { shareDocument } from './document.share.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

const notices = async (who: Voice): Promise<(string | undefined)[]> => {
  const { items } = (await who.call('notify.notice.list', { limit: 50 })) as {
    items: { link?: string }[]
  }
  return items.map(({ link }) => link)
}

test('a comment reaches whom it mentions, if he may read the document', async () => {
  const { id: document } = await as.wang.call(createDocument, { title: 'C', markdown: 'Text' })
  await as.wang.call(shareDocument, { document, people: [{ person: as.bo.id, role: 'commenter' }] })
  const comment = await as.bo.call(createComment, {
    document,
    text: 'Why?',
    quote: 'Text',
    anchor: { from: { item: null }, to: { item: null } },
    mentions: [as.wang.id, as.stranger.id],
  })
  const link = `/documents/${document}?comment=${comment.id}`
  assert.ok((await notices(as.wang)).includes(link))
  assert.ok(!(await notices(as.stranger)).includes(link))
  await as.wang.call(createComment, { document, parent: comment.id, text: 'Because.' })
  assert.ok((await notices(as.bo)).includes(link))
  await as.wang.refuses(createComment, { document, parent: document, text: 'x' }, 'noThread')
  assert.equal((await as.bo.call(listComments, { document })).items.length, 2)
  const resolved = await as.bo.call(resolveComment, { comment: comment.id })
  assert.equal(resolved.resolved_by, as.bo.id)
  assert.equal(
    (await as.bo.call(resolveComment, { comment: comment.id, resolved: false })).resolved_at,
    undefined,
  )
  await as.wang.refuses(deleteComment, { comment: comment.id }, 'notAuthor')
  assert.equal((await as.bo.call(deleteComment, { comment: comment.id })).deleted, 2)
})

test('a reader reads comments and makes none; strangers see nothing', async () => {
  const { id: document } = await as.wang.call(createDocument, { title: 'C' })
  const { id: comment } = await as.wang.call(createComment, { document, text: 'Hm' })
  await as.wang.call(shareDocument, { document, people: [{ person: as.bo.id, role: 'reader' }] })
  assert.equal((await as.bo.call(listComments, { document })).items.length, 1)
  await as.bo.refuses(createComment, { document, text: 'x' }, 'readOnly')
  await as.bo.refuses(resolveComment, { comment }, 'readOnly')
  for (const who of [as.stranger, as.outsider]) {
    await who.refuses(listComments, { document }, 'notFound')
    await who.refuses(createComment, { document, text: 'x' }, 'notFound')
    await who.refuses(resolveComment, { comment }, 'notFound')
    await who.refuses(deleteComment, { comment }, 'notFound')
  }
})
