import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { openEgress } from '#connections/egress'
import { createAccount } from '#connections/vault'
import { tenon, type Cast } from '#kernel/testing'
import { adapted, setBinding } from '#modules/standards'
import { HERE, startExample, type Example } from '../remote/testing/vendor.ts'
import { fetchDocument } from './actions/document.fetch.ts'
import { installOpenapi } from './actions/openapi.install.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- Kemai's own answers
const KEY = 'kemai-key'
let as: Cast
let kemai: Example
before(async () => {
  ;[as, kemai] = await Promise.all([tenon([], { egress: openEgress(HERE) }), startExample('kemai')])
})
after(async () => {
  await as[Symbol.asyncDispose]()
  await kemai[Symbol.asyncDispose]()
})

/** What an administrator writes down about Kemai's document once. */
const overlay = {
  overlay: '1.0.0',
  actions: [
    {
      target: "$.paths['/api/v1/customers'].get",
      update: {
        'x-tenon': {
          paging: {
            style: 'cursor',
            items: '/items',
            limit: 'limit',
            cursor: 'cursor',
            next: '/next',
            most: 200,
          },
        },
      },
    },
  ],
}

test('Kemai by its document alone stands for crm.customer, like its own module or another CRM', async () => {
  const { document, operations, server } = await as.lin.call(fetchDocument, {
    url: `${kemai.url}/openapi.json`,
  })
  assert.deepEqual([operations, server], [4, kemai.url])
  const keys = [
    'GET /api/v1/customers',
    'POST /api/v1/customers',
    'GET /api/v1/customers/{id}',
    'PATCH /api/v1/customers/{id}',
  ]
  const about = {
    document,
    name: 'kemai',
    title: 'Kemai',
    overlay,
    operations: keys.map((key) => ({ key })),
  }
  const events = ['crm.customer.created', 'crm.customer.updated']
  await as.lin.refuses(
    installOpenapi,
    { ...about, implements: [{ interface: 'crm.customer@1' }] },
    'invalid',
  )
  const made = await as.lin.call(installOpenapi, {
    ...about,
    implements: [{ interface: 'crm.customer@1', without: events }],
  })
  const account = await (
    await as.person('lin')
  ).call(createAccount, {
    title: 'Kemai',
    connector: 'api_kemai',
    auth: 'api_key',
    credential: { key: KEY },
    reach: 'organisation',
  })
  await as.lin.call('imports.source.update', { source: made.id, account: account.id })
  const lin = await as.person('lin')
  await lin.call(setBinding, { interface: 'crm.customer@1', module: 'api_kemai' })
  const registry = await as.kernel.registryOf(lin.actor.org)
  const chosen = registry
    .implementers('crm.customer@1')
    .find(({ module }) => module.id === 'api_kemai')!
  const ask = async (part: string, input: Row): Promise<Row> => {
    const {
      action,
      input: asTheirs,
      output,
    } = adapted(registry.action(chosen.idOf(`crm.customer.${part}`)!), chosen)
    return output(await lin.call(action.id, asTheirs(input))) as Row
  }
  const { id } = await ask('create', {
    name: '苏州远山自行车',
    phone: '0512-6800 1001',
    stage: 'lead',
  })
  assert.equal((await ask('get', { customer: id }))['name'], '苏州远山自行车')
  assert.equal((await ask('update', { customer: id, stage: 'won' }))['stage'], 'won')
  const { items } = await ask('list', { search: '远山', limit: 50 })
  assert.ok(items.some((each: Row) => each['id'] === id && each['stage'] === 'won'))
})
