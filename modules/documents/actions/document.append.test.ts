import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { moduleActor } from '#kernel'
import { tenon, type Cast } from '#kernel/testing'
import { stateOf } from '../content/write.ts'
import { text, block } from '../content/block.ts'
import { TAIL_MAX } from '../limits.ts'
import { appendUpdate } from './document.append.ts'
import { createDocument } from './document.create.ts'
import { exportDocument } from './document.export.ts'
import { loadDocument } from './document.load.ts'
import { listPositions } from './document.positions.ts'
import { touchDocument } from './document.touch.ts'
import { tellPresence } from './presence.tell.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

const keeper = () =>
  moduleActor('documents', as.wang.actor.org, ['documents.use', 'documents.keep'])
const within = { door: 'module' } as const
const update = (words: string): string =>
  Buffer.from(stateOf([block('paragraph', [text(words)])])).toString('base64')
const positionOf = async (document: string) =>
  (await as.kernel.call(listPositions, { documents: [document] }, keeper(), within)).items[0]?.seq

test('updates of many share a transaction, numbered without holes', async () => {
  const { id: document } = await as.wang.call(createDocument, { title: 'Log' })
  const seqs = await Promise.all(
    Array.from({ length: 100 }, (_none, n) =>
      as.kernel.call(appendUpdate, { document, update: update(`w${n}`) }, as.wang.actor, within),
    ),
  )
  const numbers = seqs.map(({ seq }) => seq).toSorted((a, b) => a - b)
  assert.deepEqual(
    numbers,
    Array.from({ length: 100 }, (_none, n) => n + 1),
  )
  assert.equal(await positionOf(document), 100)
  const { changes } = await as.kernel.call(loadDocument, { document, after: 90 }, keeper(), within)
  assert.deepEqual(
    changes.map(({ seq }) => seq),
    [91, 92, 93, 94, 95, 96, 97, 98, 99, 100],
  )
})

test('a long log is merged at once, and reads the same', async () => {
  const { id: document } = await as.wang.call(createDocument, { title: 'Long' })
  for (let n = 0; n <= TAIL_MAX; n++)
    await as.kernel.call(
      appendUpdate,
      { document, update: update(`w${n};`) },
      as.wang.actor,
      within,
    )
  const before = (await as.wang.call(exportDocument, { document })).markdown
  await as.kernel.idle()
  const { state, changes } = await as.kernel.call(
    loadDocument,
    { document, after: 0 },
    keeper(),
    within,
  )
  assert.ok(state !== undefined && changes.length < TAIL_MAX)
  assert.equal((await as.wang.call(exportDocument, { document })).markdown, before)
  assert.equal(before.match(/w\d+;/g)?.length, TAIL_MAX + 1)
})

test('the log and the signals between nodes are on no door', async () => {
  const { id: document } = await as.wang.call(createDocument, { title: 'Inner' })
  const inner = [
    [appendUpdate, { document, update: update('x') }],
    [loadDocument, { document, after: 0 }],
    [listPositions, { documents: [document] }],
    [touchDocument, { document, seq: 1 }],
    [tellPresence, { document, client: 1, clock: 1, state: null }],
  ] as const
  for (const [action, input] of inner)
    for (const door of ['http', 'mcp', 'realtime'])
      await as.wang.refuses(action, input, 'notFound', { door })
  const { id: folder } = await as.wang.call(createDocument, { title: 'Folder', kind: 'folder' })
  await assert.rejects(
    async () =>
      as.kernel.call(
        appendUpdate,
        { document: folder, update: update('x') },
        as.wang.actor,
        within,
      ),
    /full, or it is none/,
  )
})
