import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, beforeEach, test } from 'node:test'
import { listItems } from '#modules/todo'
import { newSecret, sign } from '../../sdk/index.ts'
import { noteAlias } from './actions/alias.note.ts'
import { findCard } from './actions/card.find.ts'
import { keepLinkClient } from './actions/link.client.ts'
import { dropLink } from './actions/link.drop.ts'
import { noteHealth } from './actions/link.note.ts'
import { partLink } from './actions/link.part.ts'
import { storeSecret } from './actions/link.secret.ts'
import { settleLink } from './actions/link.settle.ts'
import { showLinkState } from './actions/link.state.ts'
import { storeLink } from './actions/link.store.ts'
import { tellLink } from './actions/link.tell.ts'
import { upgradeLink } from './actions/link.upgrade.ts'
import { handPeople } from './actions/person.hand.ts'
import { askSearch, inspectLink, rotateLink } from './index.ts'
import { install, openHouse, type House } from './testing/house.ts'
import { oddManifest, startOdd, type OddVendor } from './testing/odd-vendor.ts'

let house: House
let odd: OddVendor
let link: string
before(async () => {
  ;[house, odd] = await Promise.all([openHouse(), startOdd()])
  ;({ link } = await install(house.as.lin, odd.url))
})
after(async () => {
  await odd[Symbol.asyncDispose]()
  await house.close()
})
beforeEach(() => {
  odd.raw = undefined
  odd.calls.length = 0
})
type Row = Record<string, unknown>
const person = (key: string) => house.as.person(key)

test('short commands behind the doors are on none of them', async () => {
  const { as } = house
  for (const inner of [
    noteAlias,
    dropLink,
    keepLinkClient,
    noteHealth,
    partLink,
    storeSecret,
    settleLink,
    storeLink,
    tellLink,
    upgradeLink,
  ])
    await as.lin.refuses(inner.id, {}, 'notFound')
})

test('a vendor that asks for nothing knows nobody: each person is an id that only it has', async () => {
  const [wang, bo] = await Promise.all([person('wang'), person('bo')])
  let told: { actor?: Row; input?: Row } = {}
  odd.handler = (input, { actor }) => {
    told = { actor: { ...actor }, input }
    return { id: randomUUID(), name: 'x' }
  }
  await wang.call('ext_odd.thing.make', { name: 'x', owner: bo.id })
  assert.notEqual(told.actor?.['id'], wang.id)
  assert.equal(told.actor?.['name'], undefined)
  assert.notEqual(told.input?.['owner'], bo.id)
  const state = await wang.call(showLinkState, { module: 'ext_odd' })
  assert.deepEqual(state.me, { id: told.actor?.['id'] })
  const { people } = await wang.call(handPeople, { module: 'ext_odd', people: [bo.id] })
  assert.deepEqual(people, [{ id: told.input?.['owner'], name: bo.actor.name }])
})

test('wrong answers are refused and named; nothing of them is kept', async () => {
  const wang = await person('wang')
  odd.handler = () => ({ id: 7 })
  const error = await wang.refuses('ext_odd.thing.make', { name: 'x' }, 'unavailable')
  assert.match(error.message, /Odd cannot be used.*does not fit.*\/id/)
  odd.handler = (_input, call) => {
    call.beside({ events: [{ type: 'thing.stolen', data: {} }] })
    return { id: randomUUID() }
  }
  const unknown = await wang.refuses('ext_odd.thing.make', { name: 'x' }, 'invalid')
  assert.match(unknown.message, /not in its manifest: it has no event thing.stolen/)
  odd.raw = { status: 200, body: 'hello' }
  await wang.refuses('ext_odd.thing.list', {}, 'unavailable')
  odd.raw = { status: 409, body: JSON.stringify({ detail: 'Sold out.', fix: 'Come tomorrow.' }) }
  const sold = await wang.refuses('ext_odd.thing.make', { name: 'x' }, 'conflict')
  assert.deepEqual([sold.message, sold.fix], ['Sold out.', 'Come tomorrow.'])
  await wang.refuses('ext_odd.thing.make', { name: 'x'.repeat(51) }, 'invalid')
})

test('only what may be repeated is asked for again, under the same id', async () => {
  const wang = await person('wang')
  odd.raw = { status: 503, body: '{}' }
  await wang.refuses('ext_odd.thing.list', {}, 'unavailable')
  assert.equal(odd.calls.length, 3)
  assert.equal(new Set(odd.calls).size, 1)
  odd.calls.length = 0
  await wang.refuses('ext_odd.thing.make', { name: 'x' }, 'unavailable')
  assert.equal(odd.calls.length, 1)
})

/** A message as the vendor's server would send it. */
async function push(
  body: object,
  more: { secret?: string; id?: string; at?: number; text?: string } = {},
) {
  const { secret, push: url } = odd.installed.at(-1)!
  const text = JSON.stringify(body)
  const headers = sign(more.secret ?? secret, more.id ?? randomUUID(), text, more.at ?? Date.now())
  return fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: more.text ?? text,
  })
}
const made = () =>
  house.as.owner(async (client) => {
    const { rows } = await client.query<{ payload: Row }>(
      `SELECT payload FROM kernel.event WHERE type = 'ext_odd.thing.made' ORDER BY at`,
    )
    return rows.map(({ payload }) => payload)
  })

test('what it tells is taken once, as a whole, and only when it is signed as agreed', async () => {
  const wang = await person('wang')
  const { me } = await wang.call(showLinkState, { module: 'ext_odd' })
  const record = randomUUID()
  const body = {
    events: [{ type: 'thing.made', data: { thing: 'one', by: me.id } }],
    cards: [
      {
        noun: 'thing',
        record,
        data: { name: '第一个', owner: me.id },
        readers: [me.id],
        at: new Date().toISOString(),
      },
    ],
    todos: [{ key: 'one', person: me.id, title: 'Look at one', page: 'home', rest: '/thing/one' }],
  }
  const id = randomUUID()
  assert.equal((await push(body, { id })).status, 200)
  assert.equal((await push(body, { id })).status, 200)
  assert.deepEqual(await made(), [{ thing: 'one', by: wang.id }])
  assert.equal((await push({ events: [] }, { id })).status, 409)
  const { items } = await wang.call(listItems, { today: '2026-11-23' })
  assert.ok(
    items.some(({ title, link: to }) => title === 'Look at one' && to === '/x/odd/home/thing/one'),
  )
  const { card } = await wang.call(findCard, { entity: 'ext_odd.thing', record })
  assert.ok(card)
  await (await person('bo')).refuses(findCard, { entity: 'ext_odd.thing', record }, 'none')
  const half = {
    events: [
      { type: 'thing.made', data: { thing: 'two' } },
      { type: 'no.such', data: {} },
    ],
  }
  assert.equal((await push(half)).status, 400)
  for (const refused of [
    push(body, { secret: newSecret() }),
    push(body, { at: Date.now() - 400_000 }),
    push(body, { at: Date.now() + 400_000 }),
    push(body, { text: JSON.stringify({ events: [] }) }),
  ])
    assert.equal((await refused).status, 401)
  const { push: url } = odd.installed.at(-1)!
  assert.equal((await fetch(url, { method: 'POST', body: '{}' })).status, 401)
  assert.equal(
    (await fetch(`${url.slice(0, -36)}${randomUUID()}`, { method: 'POST', body: '{}' })).status,
    404,
  )
  assert.equal((await made()).length, 1)
})

test('after a change both secrets count, and the one before those two does not', async () => {
  const { as } = house
  const first = odd.installed.at(-1)!.secret
  await as.lin.call(rotateLink, { link })
  const second = odd.installed.at(-1)!.secret
  assert.notEqual(first, second)
  for (const secret of [first, second]) assert.equal((await push({}, { secret })).status, 200)
  await as.lin.call(rotateLink, { link })
  assert.equal((await push({}, { secret: first })).status, 401)
  assert.equal((await push({}, { secret: second })).status, 200)
})

test('search waits for each only so long, and says who has not answered', async () => {
  const wang = await person('wang')
  odd.handler = () => [{ title: 'Found', page: 'home' }]
  const found = await wang.call(askSearch, { text: 'f' })
  assert.deepEqual(found.items, [{ title: 'Found', module: 'ext_odd', path: '/x/odd/home' }])
  odd.raw = { status: 200, body: '{"hits":[]}', afterMs: 2500 }
  const late = await wang.call(askSearch, { text: 'f' })
  assert.deepEqual(late.asked, [{ module: 'ext_odd', title: 'Odd', state: 'late' }])
  odd.raw = { status: 200, body: '{"hits":[{"title":7}]}' }
  assert.equal((await wang.call(askSearch, { text: 'f' })).asked[0]?.state, 'failed')
})

test('a manifest that cannot be used is refused with every fault', async () => {
  const { lin } = house.as
  const faulty = async (change: object): Promise<string> => {
    odd.manifest = { ...oddManifest, ...change }
    return (await lin.refuses(inspectLink, { url: odd.url }, 'invalid')).message
  }
  const action = oddManifest.actions[0]!
  const withInput = (input: object) => ({ actions: [{ ...action, input }, oddManifest.actions[1]] })
  const loop = {
    $defs: { a: { properties: { a: { $ref: '#/$defs/a' } } } },
    properties: { a: { $ref: '#/$defs/a' } },
  }
  assert.match(await faulty(withInput(loop)), /“a” contains itself/)
  assert.match(
    await faulty(withInput({ properties: { a: { $ref: 'https://evil.example/x' } } })),
    /not in its own \$defs/,
  )
  let deep: object = { type: 'string' }
  for (let depth = 0; depth < 20; depth++) deep = { type: 'object', properties: { a: deep } }
  assert.match(await faulty(withInput(deep)), /nests deeper/)
  assert.match(await faulty({ asks: [{ scope: 'no.such', why: { en: 'x' } }] }), /no right here/)
  assert.match(await faulty({ implements: [{ interface: 'crm.customer@1' }] }), /has no customer/)
  assert.match(await faulty({ id: 'Odd Vendor' }), /\/id/)
  assert.match(
    await faulty({ endpoints: { ...oddManifest.endpoints, call: '//evil.example/' } }),
    /\/endpoints\/call/,
  )
  assert.match(await faulty({ actions: [{ ...action, id: 'inbox.take' }] }), /Tenon’s own/)
  odd.manifest = { ...oddManifest }
  await lin.refuses(inspectLink, { url: house.url }, 'invalid')
  await lin.refuses(inspectLink, { url: 'http://127.0.0.9:1/' }, 'invalid')
})

test('marks that would make a door do something do not come in with a schema', async () => {
  const { as } = house
  const action = oddManifest.actions[0]!
  odd.manifest = {
    ...oddManifest,
    version: 2,
    actions: [
      {
        ...action,
        output: {
          type: 'object',
          properties: { token: { type: 'string', 'x-session': 'set' }, id: { type: 'string' } },
          required: ['id'],
        },
      },
      oddManifest.actions[1],
    ],
  }
  await install(as.lin, odd.url)
  const registry = await as.kernel.registryOf(as.lin.actor.org)
  assert.doesNotMatch(JSON.stringify(registry.action('ext_odd.thing.make').output), /x-session/)
})
