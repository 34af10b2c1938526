import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { moduleActor } from '#kernel'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { createRequest } from '#modules/approval'
import { createConversation } from '#modules/chat'
import { getCard } from '#modules/cards'
import { block } from '../content/block.ts'
import { stateOf } from '../content/write.ts'
import { placeCard } from './card.place.ts'
import { adoptDocuments } from './document.adopt.ts'
import { appendUpdate } from './document.append.ts'
import { createDocument } from './document.create.ts'
import { deleteDocument } from './document.delete.ts'
import { exportDocument } from './document.export.ts'
import { getDocument } from './document.get.ts'
import { moveDocument } from './document.move.ts'
import { recoverDocument } from './document.recover.ts'
import { searchDocuments } from './document.search.ts'
import { settleDocument } from './document.settle.ts'
import { shareDocument } from './document.share.ts'
import { updateDocument } from './document.update.ts'
import { writeDocument } from './document.write.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

const create = async (who: Voice, input: object = {}): Promise<string> =>
  (await who.call(createDocument, { title: 'Notes', ...input })).id
const markdownOf = async (who: Voice, document: string): Promise<string> =>
  (await who.call(exportDocument, { document })).markdown.trim()
const settle = (document: string) =>
  as.kernel.call(
    settleDocument,
    { document },
    moduleActor('documents', as.wang.actor.org, ['documents.keep']),
    { door: 'job' },
  )

describe('a document of one’s own', () => {
  test('is nobody else’s, on no door', async () => {
    const document = await create(as.wang, { markdown: 'mine' })
    for (const who of [as.bo, as.stranger, as.outsider, as.lin]) {
      await who.refuses(getDocument, { document }, 'notFound')
      await who.refuses(exportDocument, { document }, 'notFound')
      await who.refuses(updateDocument, { document, title: 'x' }, 'notFound')
      await who.refuses(writeDocument, { document, markdown: 'x' }, 'notFound')
      await who.refuses(deleteDocument, { document }, 'notFound')
      await who.refuses(recoverDocument, { document }, 'notFound')
      await who.refuses(shareDocument, { document, reach: 'edit' }, 'notFound')
      await who.refuses(moveDocument, { document, space: 'organisation' }, 'notFound')
    }
    await as.nobody.refuses(getDocument, { document }, 'unauthenticated')
  })

  test('begins from a template, in the language of its writer', async () => {
    const zh = await as.wang.call(createDocument, { template: 'meeting', language: 'zh' })
    assert.match(zh.title, /^会议纪要 \d{4}/)
    assert.match(await markdownOf(as.wang, zh.id), /## 待办/)
    const en = await as.bo.call(createDocument, { template: 'decision', language: 'en' })
    assert.equal(en.title, 'Decision:')
    assert.match(await markdownOf(as.bo, en.id), /Bo Larsen/)
  })

  test('goes to the bin and comes back', async () => {
    const folder = await create(as.wang, { kind: 'folder' })
    const document = await create(as.wang, { parent: folder })
    await as.wang.call(shareDocument, {
      document: folder,
      people: [{ person: as.bo.id, role: 'reader' }],
    })
    await as.bo.call(getDocument, { document })
    await as.wang.call(deleteDocument, { document: folder })
    await as.bo.refuses(getDocument, { document }, 'notFound')
    await as.wang.refuses(writeDocument, { document, markdown: 'x' }, 'readOnly')
    await as.wang.call(recoverDocument, { document: folder })
    await as.bo.call(getDocument, { document })
  })
})

describe('sharing', () => {
  test('by person, department, link; each with its role', async () => {
    const document = await create(as.wang, { markdown: 'text' })
    await as.wang.call(shareDocument, { document, people: [{ person: as.bo.id, role: 'reader' }] })
    assert.equal((await as.bo.call(getDocument, { document })).role, 'reader')
    await as.bo.refuses(writeDocument, { document, markdown: 'x' }, 'readOnly')
    await as.bo.refuses(updateDocument, { document, title: 'x' }, 'forbidden')
    await as.bo.refuses(shareDocument, { document, reach: 'edit' }, 'notOwner')
    await as.bo.refuses(deleteDocument, { document }, 'notOwner')
    await as.bo.refuses(moveDocument, { document, space: 'personal' }, 'notOwner')
    const [department] = as.chen.actor.departments
    await as.wang.call(shareDocument, {
      document,
      people: [{ department: department!, role: 'editor' }],
    })
    assert.equal((await as.chen.call(getDocument, { document })).role, 'editor')
    await as.chen.call(updateDocument, { document, title: 'Renamed', icon: '🚲' })
    await as.stranger.refuses(getDocument, { document }, 'notFound')
    await as.wang.call(shareDocument, { document, reach: 'comment', people: [] })
    assert.equal((await as.stranger.call(getDocument, { document })).role, 'commenter')
    await as.outsider.refuses(getDocument, { document }, 'notFound')
  })

  test('of a folder holds for what is in it, and ends when that moves out', async () => {
    const folder = await create(as.wang, { kind: 'folder' })
    const before = await create(as.wang, { parent: folder })
    await as.wang.call(shareDocument, {
      document: folder,
      people: [{ person: as.bo.id, role: 'editor' }],
    })
    const later = await create(as.bo, { parent: folder })
    for (const document of [before, later])
      assert.equal(
        (await as.bo.call(getDocument, { document })).role,
        document === later ? 'owner' : 'editor',
      )
    await as.wang.call(moveDocument, { document: before, space: 'personal' })
    await as.bo.refuses(getDocument, { document: before }, 'notFound')
    await as.wang.refuses(moveDocument, { document: folder, parent: folder }, 'intoItself')
  })

  test('with a group ends for who leaves it', async () => {
    const { conversation } = await as.wang.call(createConversation, {
      kind: 'group',
      name: 'Documents',
      people: [as.bo.id, as.chen.id],
    })
    const document = await create(as.wang, { conversation: conversation.id })
    assert.equal((await as.bo.call(getDocument, { document })).role, 'editor')
    await as.stranger.refuses(getDocument, { document }, 'notFound')
    await as.stranger.refuses(createDocument, { conversation: conversation.id }, 'notFound')
    await as.bo.call('chat.conversation.leave', { conversation: conversation.id })
    await as.bo.refuses(getDocument, { document }, 'notFound')
  })

  test('tells whom it is shared with', async () => {
    const document = await create(as.wang, { title: '共享测试' })
    await as.wang.call(shareDocument, { document, people: [{ person: as.bo.id, role: 'editor' }] })
    const { items } = (await as.bo.call('notify.notice.list', { limit: 5 })) as {
      items: { title: string; link?: string }[]
    }
    assert.ok(items.some(({ link }) => link === `/documents/${document}`))
  })
})

describe('people', () => {
  test('named in the text hear of it once, if they may read it', async () => {
    const document = await create(as.wang)
    await as.wang.call(shareDocument, { document, people: [{ person: as.bo.id, role: 'reader' }] })
    const mentions = [as.bo.id, as.stranger.id].map((person) => block('mention', [], { person }))
    const update = Buffer.from(stateOf([block('paragraph', mentions)])).toString('base64')
    await as.kernel.call(appendUpdate, { document, update }, as.wang.actor, { door: 'module' })
    const heard = async (who: Voice) => {
      await settle(document)
      const { items } = (await who.call('notify.notice.list', { limit: 20 })) as {
        items: { kind: string; link?: string }[]
      }
      return items.filter(
        ({ kind, link }) => kind.endsWith('mentioned') && link?.endsWith(document),
      ).length
    }
    assert.equal(await heard(as.bo), 1)
    assert.equal(await heard(as.bo), 1)
    assert.equal(await heard(as.stranger), 0)
  })

  test('who left are followed by who is named', async () => {
    const sun = await as.person('sun')
    const document = await create(sun, { markdown: 'Kept' })
    const handOver = { from: sun.id, to: as.bo.id }
    await as.lin.refuses(adoptDocuments, handOver, 'stillHere')
    await as.wang.refuses(adoptDocuments, handOver, 'forbidden')
    await as.lin.call('directory.person.leave', { person: sun.id })
    assert.ok((await as.lin.call(adoptDocuments, handOver)).handed >= 1)
    assert.equal(await markdownOf(as.bo, document), 'Kept')
  })
})

describe('search', () => {
  test('finds Chinese and English in what one may read, and nothing else', async () => {
    const document = await create(as.wang, {
      title: '供应商',
      markdown: '钛合金车架的报价 quotation KR-9981',
    })
    const found = async (who: Voice, text: string) =>
      (await who.call(searchDocuments, { text })).items.map(({ document: { id } }) => id)
    for (const text of ['钛合金', '车架报价', 'quotation', 'kr-9981', '供应商'])
      assert.ok((await found(as.wang, text)).includes(document), text)
    for (const who of [as.stranger, as.outsider]) assert.deepEqual(await found(who, 'KR-9981'), [])
    await as.wang.call(writeDocument, { document, markdown: '新增：镁合金', replace: true })
    await settle(document)
    assert.deepEqual(await found(as.wang, 'KR-9981'), [])
    assert.deepEqual(await found(as.wang, '镁合金'), [document])
  })
})

describe('a card in a document', () => {
  test('is seen by its readers, as far as its own rules allow', async () => {
    const { id: record } = await as.wang.call(createRequest, {
      title: 'Helmets',
      approver: as.zhao.id,
    })
    const document = await create(as.wang)
    const { card } = await as.wang.call(placeCard, { document, entity: 'approval.request', record })
    await as.bo.refuses(getCard, { card }, 'notFound')
    await as.wang.call(shareDocument, { document, people: [{ person: as.bo.id, role: 'reader' }] })
    assert.equal((await as.bo.call(getCard, { card })).summary.includes('Helmets'), true)
    await as.bo.refuses(placeCard, { document, card }, 'readOnly')
    await as.stranger.refuses(placeCard, { document, card }, 'notFound')
    const other = await create(as.stranger)
    await as.stranger.refuses(placeCard, { document: other, card }, 'notFound')
    await as.wang.refuses(
      placeCard,
      { document, entity: 'directory.person', record: as.bo.id },
      'noCard',
    )
  })
})
