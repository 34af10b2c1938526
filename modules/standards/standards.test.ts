import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { defineAction, defineModule, T, type AnyAction } from '#kernel'
import { tenon, type Cast } from '#kernel/testing'
import { setBinding } from './actions/binding.set.ts'
import { storeBadge } from './actions/badge.store.ts'
import { runConformance } from './actions/conformance.run.ts'
import { getInterface } from './actions/interface.get.ts'
import { listInterfaces } from './actions/interface.list.ts'
import { fits } from './fit.ts'
import { customer } from './interfaces/index.ts'
import { adapted, resolveStandard } from './resolve.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

test('every standard stands in the list with who implements it, for whoever may see it', async () => {
  const { items } = await as.stranger.call(listInterfaces, {})
  const of = (name: string) => items.find((each) => each.interface === name)!
  assert.ok(items.length >= 13)
  assert.deepEqual(
    of('hr.person@1').implementers.map(({ module, chosen }) => ({ module, chosen })),
    [{ module: 'directory', chosen: true }],
  )
  assert.deepEqual(of('crm.customer@1').implementers, [])
  const contract = await as.stranger.call(getInterface, { interface: 'crm.customer@1' })
  assert.deepEqual(
    contract.actions.map(({ id }) => id),
    ['crm.customer.list', 'crm.customer.get', 'crm.customer.create', 'crm.customer.update'],
  )
  await as.stranger.refuses(getInterface, { interface: 'crm.nothing@1' }, 'unknown')
  await as.nobody.refuses(listInterfaces, {}, 'unauthenticated')
})

test('the base conforms to what it says it implements, with writing', async () => {
  for (const [name, module] of [
    ['hr.person@1', 'directory'],
    ['hr.organisation@1', 'directory'],
    ['docs.document@1', 'documents'],
    ['work.task@1', 'projects'],
    ['talk.message@1', 'chat'],
  ] as const) {
    const { passed, findings } = await as.lin.call(runConformance, {
      interface: name,
      module,
      write: true,
    })
    assert.ok(passed, JSON.stringify(findings.filter(({ ok }) => !ok)))
  }
  const { items } = await as.stranger.call(listInterfaces, {})
  const badge = items.find((each) => each.interface === 'hr.person@1')!.implementers[0]!.badge!
  assert.deepEqual([badge.passed, badge.wrote, badge.current], [true, true, true])
  assert.ok(badge.findings.length > 8)
})

test('only who manages standards tests and chooses, and only what is there', async () => {
  await as.stranger.refuses(
    runConformance,
    { interface: 'hr.person@1', module: 'directory', write: false },
    'forbidden',
  )
  await as.stranger.refuses(
    setBinding,
    { interface: 'hr.person@1', module: 'directory' },
    'forbidden',
  )
  await as.lin.refuses(setBinding, { interface: 'hr.person@1', module: 'chat' }, 'doesNot')
  await as.lin.refuses(
    runConformance,
    { interface: 'hr.person@1', module: 'chat', write: false },
    'doesNot',
  )
  await as.lin.refuses(storeBadge, {} as never, 'notFound')
  assert.deepEqual(
    await as.lin.call(setBinding, { interface: 'hr.person@1', module: 'directory' }),
    { interface: 'hr.person@1', module: 'directory' },
  )
})

test('a standard’s action is the chosen module’s own, in names of its own', async () => {
  const { org } = as.lin.actor
  const { sql } = as.kernel.database.reader(org)
  const registry = await as.kernel.registryOf(org)
  const list = await resolveStandard(sql, org, registry, 'hr.organisation@1#hr.organisation.list')
  assert.equal(list.action.id, 'directory.department.list')
  const get = await resolveStandard(sql, org, registry, 'hr.organisation@1#hr.organisation.get')
  assert.deepEqual(get.input({ organisation: 'x' }), { department: 'x' })
  await assert.rejects(resolveStandard(sql, org, registry, 'crm.customer@1#crm.customer.create'), {
    kind: 'notFound',
    fix: /catalogue/,
  })
  await assert.rejects(resolveStandard(sql, org, registry, 'work.task@1#work.task.create'), {
    kind: 'notFound',
  })
})

test('what does not fit is told part by part', () => {
  const clients = (over: object): AnyAction =>
    ({
      ...defineAction({
        id: 'ext_crm.client.create',
        kind: 'command',
        effect: 'local',
        title: 'Create',
        description: 'Creates.',
        input: T.Object(
          { label: T.String(), mail: T.Optional(T.String()) },
          { additionalProperties: false },
        ),
        output: T.Object({ id: T.String(), label: T.String() }),
        silent: 'a test',
        scope: 'member',
      }),
      ...over,
    }) as AnyAction
  const module = defineModule({ id: 'ext_crm', actions: [], needs: [], scopes: {} } as never)
  const implementer = {
    module,
    as: { interface: 'crm.customer@1', fields: { name: 'label', email: 'mail' } },
    idOf: () => 'ext_crm.client.create',
  }
  const create = customer.actions.find(({ id }) => id === 'crm.customer.create')!
  assert.deepEqual(
    fits(create, clients({}), implementer).map(({ ok }) => ok),
    [true],
  )
  const wrong = fits(
    create,
    clients({
      kind: 'query',
      input: T.Object({ label: T.Integer(), tax: T.String() }),
      output: T.Object({ id: T.Optional(T.String()) }),
    }),
    implementer,
  )
  assert.deepEqual(
    wrong.map(({ says }) => says.replace('ext_crm.client.create ', '')),
    [
      'is a query, and the standard has a command',
      'needs “tax”, which the standard does not promise to send',
      'takes “name” as integer',
      'does not always answer “id”',
      'does not answer “name”',
    ],
  )
  // A field that the implementation has no place for is left out; the others are renamed both ways.
  const resolved = adapted(clients({}), implementer)
  assert.deepEqual(resolved.input({ name: 'Acme', email: 'a@b.c', stage: 'won' }), {
    label: 'Acme',
    mail: 'a@b.c',
  })
  assert.deepEqual(resolved.output({ id: '1', label: 'Acme' }), { id: '1', name: 'Acme' })
  assert.deepEqual(resolved.output({ items: [{ id: '1', label: 'Acme' }], next: 'n' }), {
    items: [{ id: '1', name: 'Acme' }],
    next: 'n',
  })
})
