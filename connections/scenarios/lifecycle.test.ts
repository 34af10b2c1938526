import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { stand, type Stand } from '../flows/testing.ts'
import { makeCrm } from './testing/desk.ts'
import { welcome } from './testing/welcome.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- records of apps made from data
let desk: Stand
let group: string
let installation: string
before(async () => {
  desk = await stand()
  group = desk.as.world.ids['chat.conversation.procurement']!
  for (const crm of ['kemai', 'keqiao']) await makeCrm(await desk.as.person('lin'), crm)
})
after(() => desk[Symbol.asyncDispose]())

const lin = () => desk.as.person('lin')
const ask = async (action: string, input: object): Promise<Row> =>
  (await (await lin()).call(action, input)) as Row
const said = async (): Promise<string[]> => {
  await desk.settle()
  const { items } = await ask('chat.message.list', { conversation: group, limit: 5 })
  return items.map(({ text }: Row) => text as string).reverse()
}
const stateOf = async (): Promise<Row> => ask('scenarios.installation.look', { installation })

test('a recipe comes as a file, is looked through, and goes as the same file', async () => {
  const who = await lin()
  for (const [broken, path] of [
    [
      { ...welcome, needs: { crm: { ...welcome.needs.crm, interface: 'crm.nothing@1' } } },
      '/needs/crm',
    ],
    [
      {
        ...welcome,
        flows: {
          hello: { ...welcome.flows.hello, trigger: { kind: 'event', event: 'need:x.created' } },
        },
      },
      '/flows/hello/trigger/event',
    ],
    [
      {
        ...welcome,
        settings: { type: 'object', properties: { a: { type: 'string', pattern: '(a+)+$' } } },
      },
      '/settings/a',
    ],
  ] as const) {
    const refused = await who.refuses('scenarios.recipe.import', { recipe: broken }, 'invalid')
    const fields = refused.details?.['fields'] as { path: string }[]
    assert.ok(
      fields.some((each) => each.path === path),
      JSON.stringify(fields),
    )
  }
  await ask('scenarios.recipe.import', { recipe: welcome })
  const { recipe, name } = await ask('scenarios.recipe.export', { recipe: welcome.id })
  assert.deepEqual([recipe, name], [welcome, 'welcome.recipe.json'])
  await who.refuses(
    'scenarios.recipe.import',
    { recipe: { ...welcome, id: 'order-to-shipment' } },
    'taken',
  )
})

test('of several modules that stand for a need one is chosen; another later changes no flow', async () => {
  const who = await lin()
  const given = { recipe: welcome.id, language: 'en', settings: { group } }
  await who.refuses('scenarios.installation.create', given, 'invalid')
  await who.refuses('scenarios.installation.create', { ...given, hash: 'another' }, 'changed')
  ;({ installation } = (await who.call('scenarios.installation.create', {
    ...given,
    needs: { crm: 'app_kemai' },
  })) as { installation: string })
  await ask('app_kemai.client.create', { title: 'Acme' })
  assert.equal((await said())[0], 'Hello Acme')
  const [{ flow }] = (await stateOf())['flows']
  await ask('standards.binding.set', { interface: 'crm.customer@1', module: 'app_keqiao' })
  await desk.settle()
  await ask('app_keqiao.client.create', { title: 'Bolt' })
  assert.equal((await said())[0], 'Hello Bolt')
  await ask('app_kemai.client.create', { title: 'Nobody' })
  assert.equal((await said())[0], 'Hello Bolt')
  assert.equal((await ask('flows.flow.get', { flow }))['version'], 1)
})

test('settings change, it pauses and goes on', async () => {
  await ask('scenarios.installation.update', { installation, settings: { greeting: 'Welcome' } })
  await ask('app_keqiao.client.create', { title: 'Cycle' })
  assert.equal((await said())[0], 'Welcome Cycle')
  await ask('scenarios.installation.pause', { installation })
  assert.equal((await stateOf())['state'], 'paused')
  await ask('app_keqiao.client.create', { title: 'Unheard' })
  assert.equal((await said())[0], 'Welcome Cycle')
  await ask('scenarios.installation.resume', { installation })
  await ask('app_keqiao.client.create', { title: 'Delta' })
  assert.equal((await said())[0], 'Welcome Delta')
})

test('what it rests on goes: it says so, and runs again once another is chosen', async () => {
  const { items } = await ask('apps.app.list', {})
  const { id } = items.find(({ module }: Row) => module === 'app_keqiao')
  await ask('catalogue.module.remove', { app: id, name: 'keqiao' })
  const { state, troubles } = await stateOf()
  assert.deepEqual([state, troubles.length, troubles[0]?.kind], ['broken', 1, 'need'])
  assert.match(troubles[0].message, /app_keqiao is not installed any more/)
  await ask('scenarios.installation.update', { installation, needs: { crm: 'app_kemai' } })
  assert.equal((await stateOf())['state'], 'running')
  await desk.settle()
  await ask('app_kemai.client.create', { title: 'Echo' })
  assert.equal((await said())[0], 'Welcome Echo')
})

test('a newer recipe is compared first, then taken', async () => {
  const who = await lin()
  await who.refuses('scenarios.installation.compare', { installation }, 'newest')
  const { steps } = welcome.flows.hello
  const newer = {
    ...welcome,
    version: 2,
    flows: {
      hello: {
        ...welcome.flows.hello,
        steps: [...steps, { id: 'twice', kind: 'set', value: 'and again' }],
      },
      bye: {
        title: { en: 'Bye', zh: '再见' },
        trigger: { kind: 'manual' },
        steps: [{ id: 'bye', kind: 'set', value: 'bye' }],
      },
    },
  }
  await ask('scenarios.recipe.import', { recipe: newer })
  await who.refuses('scenarios.recipe.import', { recipe: welcome }, 'older')
  const [listed] = (await ask('scenarios.installation.list', {}))['items']
  assert.deepEqual([listed.newer, listed.version], [2, 1])
  const { flows, hash } = await ask('scenarios.installation.compare', { installation })
  assert.deepEqual(
    flows.map(({ name, what, changes }: Row) => [name, what, changes.map((c: Row) => c['step'])]),
    [
      ['hello', 'changed', ['twice']],
      ['bye', 'added', []],
    ],
  )
  await who.refuses('scenarios.installation.upgrade', { installation, hash: 'x' }, 'changed')
  await ask('scenarios.installation.upgrade', { installation, hash })
  const now = await stateOf()
  assert.deepEqual([now['version'], now['flows'].length, now['state']], [2, 2, 'running'])
  assert.equal(now['settings'].greeting, 'Welcome')
})

test('removed, its flows are archived and nothing else is touched', async () => {
  const { flows } = await stateOf()
  await ask('scenarios.installation.delete', { installation })
  for (const { flow } of flows)
    assert.equal((await ask('flows.flow.get', { flow }))['state'], 'deleted')
  assert.deepEqual((await ask('scenarios.installation.list', {}))['items'], [])
  await ask('app_kemai.client.create', { title: 'Silence' })
  assert.equal((await said())[0], 'Welcome Echo')
  await ask('scenarios.recipe.delete', { recipe: welcome.id })
  await (await lin()).refuses('scenarios.recipe.look', { recipe: welcome.id }, 'notFound')
})

test('who may not do what its flows do, installs nothing', async () => {
  const { as } = desk
  const { role } = (await as.lin.call('identity.role.create', {
    name: 'Only scenarios',
    scopes: ['scenarios.manage'],
    range: 'all',
  })) as Row
  await as.lin.call('identity.grant.create', { role, kind: 'person', holder: as['han']!.id })
  const han = await as.person('han')
  await ask('scenarios.recipe.import', { recipe: welcome })
  await han.refuses(
    'scenarios.installation.create',
    { recipe: welcome.id, language: 'en', settings: { group }, needs: { crm: 'app_kemai' } },
    'forbidden',
  )
  assert.deepEqual((await ask('scenarios.installation.list', {}))['items'], [])
})
