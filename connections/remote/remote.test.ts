import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { nobody } from '#kernel'
import { listItems } from '#modules/todo'
import { checkLink, inspectLink, installLink, removeLink, rotateLink } from './index.ts'
import { install, openHouse, type House } from './testing/house.ts'
import { startExample, type Example } from './testing/vendor.ts'

let house: House
let inkstone: Example
let link: string
const TODAY = '2026-11-23'

before(async () => {
  ;[house, inkstone] = await Promise.all([openHouse(), startExample('inkstone')])
})
after(async () => {
  await inkstone[Symbol.asyncDispose]()
  await house.close()
})

type Row = Record<string, unknown>

test('looked at first: publisher, where data lies, what it asks for; members may not even look', async () => {
  const { as } = house
  const seen = await as.lin.call(inspectLink, { url: inkstone.url })
  assert.equal(seen.module, 'ext_inkstone')
  assert.deepEqual(
    [seen.publisher, seen.data_at, seen.origin],
    ['Inkstone', 'vendor', inkstone.url],
  )
  assert.deepEqual(
    seen.asks.map(({ scope }) => scope),
    ['directory.read'],
  )
  await as.wang.refuses(inspectLink, { url: inkstone.url }, 'forbidden')
  await as.lin.refuses(
    installLink,
    { url: inkstone.url, hash: '0'.repeat(64), grants: [] },
    'changed',
  )
  await as.lin.refuses(
    installLink,
    { url: inkstone.url, hash: seen.hash, grants: ['directory.manage'] },
    'notAsked',
  )
})

test('installed, it is a module like any other, in this organisation only', async () => {
  const { as } = house
  ;({ link } = await install(as.lin, inkstone.url))
  const registry = await as.kernel.registryOf(as.lin.actor.org)
  assert.equal(registry.modules.get('ext_inkstone')?.publisher, 'Inkstone')
  await as.outsider.refuses('ext_inkstone.contract.list', {}, 'notFound')
  const wang = await as.person('wang')
  const answer = (await wang.call('ext_inkstone.contract.list', {})) as { items: Row[] }
  assert.deepEqual(answer.items, [])
})

test('asked for, signed, told: the record stays there, the card and the to-do are here', async () => {
  const { as } = house
  const [wang, zhao, bo] = await Promise.all(['wang', 'zhao', 'bo'].map((key) => as.person(key)))
  const made = (await wang!.call('ext_inkstone.contract.create', {
    title: '轴承采购合同',
    signers: [zhao!.id],
  })) as { id: string; state: string }
  assert.equal(made.state, 'open')
  const todo = async () =>
    (await zhao!.call(listItems, { today: TODAY })).items.filter(
      ({ source }) => source === 'ext_inkstone',
    )
  assert.deepEqual(
    (await todo()).map(({ title, link: to }) => [title, to]),
    [['签署：轴承采购合同', `/x/inkstone/contracts/contract/${made.id}`]],
  )
  const refused = await bo!.refuses('ext_inkstone.contract.sign', { contract: made.id }, 'notFound')
  assert.match(refused.message, /没有这份合同/)
  const signed = (await zhao!.call('ext_inkstone.contract.sign', { contract: made.id })) as Row
  assert.equal(signed['state'], 'signed')
  assert.deepEqual(await todo(), [])
  await zhao!.refuses('ext_inkstone.contract.sign', { contract: made.id }, 'conflict')
  const [event] = await as.owner(async (client) => {
    const { rows } = await client.query<{ payload: Row; actor: string }>(
      `SELECT payload, actor FROM kernel.event WHERE type = 'ext_inkstone.contract.signed'`,
    )
    return rows
  })
  assert.equal(event?.payload['contract'], made.id)
  assert.equal(event?.actor, 'ext_inkstone')
  const [card] = await as.owner(async (client) => {
    const { rows } = await client.query<{ data: Row; summary: string }>(
      `SELECT data, summary FROM cards.card WHERE template = 'ext_inkstone.contract.card'`,
    )
    return rows
  })
  assert.equal(card?.summary, 'Inkstone · 轴承采购合同')
  assert.equal(card?.data['state_text'], 'Signed by all')
})

test('the same call under the same key is done once', async () => {
  const { as } = house
  const wang = await as.person('wang')
  const input = { title: '只要一次', signers: [wang.id] }
  const key = 'once-only'
  const first = (await wang.call('ext_inkstone.contract.create', input, { key })) as Row
  const second = (await wang.call('ext_inkstone.contract.create', input, { key })) as Row
  assert.equal(first['id'], second['id'])
})

test('a secret is changed without losing a message; nobody else may', async () => {
  const { as } = house
  await as.wang.refuses(rotateLink, { link }, 'forbidden')
  await as.lin.call(rotateLink, { link })
  await as.lin.call(rotateLink, { link })
  assert.equal((await as.lin.call(checkLink, { link })).health, 'ok')
  const wang = await as.person('wang')
  await wang.call('ext_inkstone.contract.create', { title: '换过密钥', signers: [wang.id] })
})

test('a server that does not answer is told of, and what it keeps is there when it is back', async () => {
  const { as } = house
  const wang = await as.person('wang')
  await inkstone.stop()
  const error = await wang.refuses('ext_inkstone.contract.list', {}, 'unavailable')
  assert.match(error.message, /Inkstone did not answer/)
  assert.equal((await as.lin.call(checkLink, { link })).health, 'failing')
  await inkstone.restart()
  assert.equal((await as.lin.call(checkLink, { link })).health, 'ok')
  const { items } = (await wang.call('ext_inkstone.contract.list', {})) as { items: Row[] }
  assert.ok(items.some(({ title }) => title === '换过密钥'))
})

test('removed, it is gone at once: actions, token, to-dos; its own data is still there', async () => {
  const { as } = house
  const wang = await as.person('wang')
  await wang.call('ext_inkstone.contract.create', { title: '没人签的', signers: [wang.id] })
  await as.wang.refuses(removeLink, { link }, 'forbidden')
  await as.lin.call(removeLink, { link })
  await wang.refuses('ext_inkstone.contract.list', {}, 'notFound')
  const { items } = await wang.call(listItems, { today: TODAY })
  assert.deepEqual(
    items.filter(({ source }) => source === 'ext_inkstone'),
    [],
  )
  await as.kernel.idle()
  const tokens = await as.owner(async (client) => {
    const { rows } = await client.query(
      `SELECT t.id FROM identity.token t JOIN remote.link l ON l.app = t.holder WHERE t.revoked_at IS NULL`,
    )
    return rows
  })
  assert.deepEqual(tokens, [])
  await as.of(nobody()).refuses(removeLink, { link }, 'unauthenticated')
})
