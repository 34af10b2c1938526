import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Kernel } from '#kernel'
import { createDocument } from '../actions/document.create.ts'
import { exportDocument } from '../actions/document.export.ts'
import { openWorld, type OpenWorld } from '../testing/house.ts'
import { socket } from './sockets.ts'

/** What is known to go wrong with servers of shared documents (decision 6) does not here. */
let world: OpenWorld
before(async () => void (world = await openWorld()))
after(() => world[Symbol.asyncDispose]())

const gauge = (kernel: Kernel, name: string): number =>
  socket.gauges!.find((each) => each.name === name)!.read(kernel)
const openRooms = () => gauge(world.as.kernel, 'tenon_documents_open')
const made = async (): Promise<string> =>
  (
    await world.as.wang.call(createDocument, {
      title: 'Leak',
      space: 'organisation',
      markdown: 'Start',
    })
  ).id
const asOwner = (sql: string, values: unknown[] = []) =>
  world.as.owner((client) => client.query(sql, values))

test('a load that is refused leaves nothing behind, and the next one succeeds', async () => {
  const document = await made()
  const before = openRooms()
  await asOwner('REVOKE SELECT ON documents.change FROM tenon_app')
  const editor = await world.edit(world.as.wang, document)
  await editor.until(() => editor.tries > 3, 'it does not try again')
  assert.equal(openRooms(), before)
  assert.equal(editor.text(), '')
  await asOwner('GRANT SELECT ON documents.change TO tenon_app')
  await editor.until(() => editor.text() === 'Start', 'the next load does not succeed')
  assert.equal(openRooms(), before + 1)
})

test('a commit that is refused is not acknowledged, kept by the editor and sent again', async () => {
  const document = await made()
  const editor = await world.edit(world.as.wang, document)
  await editor.until(() => editor.text() === 'Start', 'the editor is not let in')
  await asOwner('REVOKE INSERT ON documents.change FROM tenon_app')
  editor.type(' lost?')
  await editor.until(() => editor.sync.state === 'offline', 'the refusal is not noticed')
  assert.ok(editor.sync.safe < editor.sync.last)
  await asOwner('GRANT INSERT ON documents.change TO tenon_app')
  await editor.until(() => editor.sync.state === 'saved', 'it is not sent again')
  const { markdown } = await world.as.wang.call(exportDocument, { document })
  assert.equal(markdown, 'Start lost?\n')
})

test('opened and closed a hundred times, a document is the same and its room is one', async () => {
  const document = await made()
  const before = openRooms()
  for (let round = 0; round < 100; round++) {
    const editor = await world.edit(world.as.wang, document)
    await editor.until(() => editor.text() === 'Start', 'the editor is not let in')
    editor.close()
  }
  assert.equal(openRooms(), before + 1)
  assert.ok(gauge(world.as.kernel, 'tenon_documents_bytes') < 1_000_000)
})
