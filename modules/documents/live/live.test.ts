import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { moduleActor } from '#kernel'
import { createConversation } from '#modules/chat'
import { createDocument } from '../actions/document.create.ts'
import { deleteDocument } from '../actions/document.delete.ts'
import { exportDocument } from '../actions/document.export.ts'
import { settleDocument } from '../actions/document.settle.ts'
import { shareDocument } from '../actions/document.share.ts'
import { writeDocument } from '../actions/document.write.ts'
import { openWorld, type OpenWorld } from '../testing/house.ts'

let world: OpenWorld
before(async () => void (world = await openWorld()))
after(() => world[Symbol.asyncDispose]())

const made = async (markdown = ''): Promise<string> => {
  const { as } = world
  const { id } = await as.wang.call(createDocument, {
    title: 'Live',
    space: 'organisation',
    markdown,
  })
  return id
}
const readAs = async (document: string) =>
  (await world.as.wang.call(exportDocument, { document })).markdown.trim()

describe('two editors', () => {
  test('write together, and what is acknowledged lies in the log', async () => {
    const document = await made()
    const [wang, bo] = [
      await world.edit(world.as.wang, document),
      await world.edit(world.as.bo, document),
    ]
    await wang.until(() => wang.sync.state === 'saved', 'wang is not let in')
    wang.type('Tyres ')
    await bo.until(() => bo.text().includes('Tyres'), 'bo does not see it')
    bo.type('700x28')
    await wang.until(() => wang.text() === 'Tyres 700x28', 'wang does not see it')
    await bo.until(() => bo.sync.safe === bo.sync.last, 'bo is not told that it is safe')
    assert.equal(await readAs(document), 'Tyres 700x28')
    const rows = await world.as.owner(async (client) => {
      const { rows: found } = await client.query<{ actor: string }>(
        'SELECT actor FROM documents.change WHERE document = $1 ORDER BY seq',
        [document],
      )
      return found.map(({ actor }) => actor)
    })
    assert.deepEqual(rows, [world.as.wang.id, world.as.bo.id])
  })

  test('find what they typed while the line was down', async () => {
    const document = await made('Start')
    const wang = await world.edit(world.as.wang, document)
    const bo = await world.edit(world.as.bo, document)
    await wang.until(() => wang.text() === 'Start', 'wang does not see the beginning')
    await bo.until(() => bo.text() === 'Start', 'bo does not see the beginning')
    for (const who of [wang, bo]) {
      who.cut()
      await who.until(() => who.sync.state === 'offline', 'the line holds')
    }
    wang.type(' W')
    bo.type(' B')
    assert.equal(wang.sync.state, 'offline')
    for (const who of [wang, bo]) who.mend()
    const both = (text: string) => text.includes(' W') && text.includes(' B')
    await wang.until(() => both(wang.text()), 'wang does not get bo’s')
    await bo.until(() => both(bo.text()), 'bo does not get wang’s')
    assert.equal(wang.text(), bo.text())
  })

  test('see each other by the names that the server knows', async () => {
    const document = await made('Here')
    const wang = await world.edit(world.as.wang, document)
    const bo = await world.edit(world.as.bo, document)
    await wang.until(() => wang.sync.state === 'saved', 'wang is not let in')
    bo.awareness.setLocalState({
      user: { id: world.as.lin.id, name: 'Lin' },
      cursor: { anchor: 1, head: 1 },
    })
    const seen = () =>
      [...wang.awareness.getStates().values()].map(
        ({ user }) => (user as { name?: string } | undefined)?.name,
      )
    await wang.until(() => seen().includes('Bo Larsen'), 'bo’s cursor is not seen')
    assert.ok(!seen().includes('Lin'))
    bo.close()
    await wang.until(() => !seen().includes('Bo Larsen'), 'bo’s cursor stays')
  })

  test('see what an action wrote', async () => {
    const document = await made('One')
    const wang = await world.edit(world.as.wang, document)
    await wang.until(() => wang.text() === 'One', 'wang does not see the beginning')
    await world.as.bo.call(writeDocument, { document, markdown: 'Two' })
    await wang.until(() => wang.text() === 'OneTwo', 'wang does not see it')
  })

  test('go on after the log was merged', async () => {
    const document = await made()
    const wang = await world.edit(world.as.wang, document)
    await wang.until(() => wang.sync.state === 'saved', 'wang is not let in')
    wang.type('before ')
    await wang.until(() => wang.sync.safe === wang.sync.last, 'it is not safe')
    await world.as.kernel.call(
      settleDocument,
      { document },
      moduleActor('documents', world.as.wang.actor.org, ['documents.keep']),
      { door: 'job' },
    )
    wang.type('after')
    await wang.until(() => wang.sync.safe === wang.sync.last, 'it is not safe')
    const bo = await world.edit(world.as.bo, document)
    await bo.until(() => bo.text() === 'before after', 'bo does not see it')
    assert.equal(await readAs(document), 'before after')
  })
})

describe('rights', () => {
  test('a stranger, another organisation and nobody are not let in', async () => {
    const { as } = world
    const { id: document } = await as.wang.call(createDocument, { title: 'Private' })
    for (const who of [as.stranger, as.outsider]) {
      const editor = await world.edit(who, document)
      await editor.until(() => editor.ended === 'missing', `${who.actor.name} is let in`)
    }
  })

  test('a reader hears and writes nothing', async () => {
    const { as } = world
    const { id: document } = await as.wang.call(createDocument, { title: 'Read', markdown: 'Text' })
    await as.wang.call(shareDocument, { document, people: [{ person: as.bo.id, role: 'reader' }] })
    const bo = await world.edit(as.bo, document)
    await bo.until(() => bo.role === 'reader' && bo.text() === 'Text', 'bo does not read')
    bo.type(' scribble')
    const wang = await world.edit(as.wang, document)
    await wang.until(() => wang.sync.state === 'saved', 'wang is not let in')
    wang.type(' and more')
    await bo.until(() => bo.text().includes('and more'), 'bo does not hear')
    assert.equal(await readAs(document), 'Text and more')
  })

  test('who is removed hears and writes nothing more, at once', async () => {
    const { as } = world
    const { id: document } = await as.wang.call(createDocument, { title: 'Removed' })
    await as.wang.call(shareDocument, { document, people: [{ person: as.bo.id, role: 'editor' }] })
    const [wang, bo] = [await world.edit(as.wang, document), await world.edit(as.bo, document)]
    bo.type('bo ')
    await wang.until(() => wang.text() === 'bo ', 'wang does not see bo')
    const at = Date.now()
    await as.wang.call(shareDocument, { document, people: [] })
    await bo.until(() => bo.ended === 'missing' || bo.ended === 'denied', 'bo stays')
    assert.ok(Date.now() - at < 1000)
    wang.type('secret')
    bo.type('more')
    await wang.until(() => wang.sync.safe === wang.sync.last, 'wang is not safe')
    assert.equal(await readAs(document), 'bo secret')
    assert.equal(bo.text(), 'bo more')
  })

  test('what is in the bin is closed for all but its owner, who may look', async () => {
    const { as } = world
    const document = await made('Bin')
    const bo = await world.edit(as.bo, document)
    await bo.until(() => bo.text() === 'Bin', 'bo is not let in')
    await as.wang.call(deleteDocument, { document })
    await bo.until(() => bo.ended !== undefined, 'bo stays')
  })

  test('who leaves the group, or the organisation, is out at once', async () => {
    const { as } = world
    const [chen, sun] = [as.chen, await as.person('sun')]
    const { conversation } = await as.wang.call(createConversation, {
      kind: 'group',
      name: 'Live',
      people: [chen.id, sun.id],
    })
    const { id: document } = await as.wang.call(createDocument, {
      title: 'Group',
      conversation: conversation.id,
      markdown: 'Text',
    })
    const [leaves, goes] = [await world.edit(chen, document), await world.edit(sun, document)]
    for (const editor of [leaves, goes])
      await editor.until(() => editor.text() === 'Text', 'a member is not let in')
    const at = Date.now()
    await chen.call('chat.conversation.leave', { conversation: conversation.id })
    await as.lin.call('directory.person.leave', { person: sun.id })
    for (const editor of [leaves, goes])
      await editor.until(() => editor.ended !== undefined, 'stays')
    assert.ok(Date.now() - at < 2000)
    assert.deepEqual([leaves.ended, goes.ended], ['denied', 'signed-out'])
  })
})
