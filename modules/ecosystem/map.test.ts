import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { drawMap } from './index.ts'

describe('the ecosystem map', () => {
  let as: Cast
  before(async () => void (as = await tenon()))
  after(() => as[Symbol.asyncDispose]())

  const chatOf = async (who: 'bo' | 'outsider') => {
    const { modules, lines, doors } = await as[who].call(drawMap, {})
    const chat = modules.find(({ id }) => id === 'chat')!
    return { chat, lines, http: doors.find(({ id }) => id === 'http')!.calls }
  }

  test('counts what moved in one’s own organisation, and nothing of another', async () => {
    const [own, other] = [await chatOf('bo'), await chatOf('outsider')]
    const conversation = as.world.ids['chat.conversation.procurement']!
    const say = (text: string) =>
      as['wang']!.call('chat.message.send', { conversation, kind: 'text', text }, { door: 'http' })
    await say('one')
    await say('two')
    const later = await chatOf('bo')
    assert.equal(later.chat.events - own.chat.events, 2)
    assert.equal(later.http - own.http, 2)
    assert.deepEqual(await chatOf('outsider'), other)
  })

  test('draws a line for each module that hears another', async () => {
    const { lines } = await chatOf('bo')
    const expected = new Set(
      [...as.kernel.registry.subscriptions.values()]
        .map(({ id, on }) => `${on.id.split('.')[0]} ${id.split('.')[0]}`)
        .filter((pair) => new Set(pair.split(' ')).size === 2),
    )
    assert.ok(expected.size > 3)
    assert.deepEqual(new Set(lines.map(({ from, to }) => `${from} ${to}`)), expected)
  })

  test('shows a person only the contacts that he may see', async () => {
    await as['wang']!.call('parties.contact.create', { name: 'Shop', keeper: as['wang']!.id })
    const seen = async (who: 'wang' | 'bo') => (await as[who]!.call(drawMap, {})).outside.contacts
    assert.equal((await seen('wang')) - (await seen('bo')), 1)
  })

  test('is not for who is not signed in', async () => {
    await as.nobody.refuses(drawMap, {}, 'unauthenticated')
  })
})
