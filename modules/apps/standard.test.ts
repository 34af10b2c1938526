import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { resolveEvent, resolveStandard } from '#modules/standards'
import { createApp } from './actions/app.create.ts'
import type { EntityDef, Manifest } from './manifest/format.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

const sales = (over: Partial<EntityDef> = {}): Manifest => ({
  format: 1,
  slug: 'sales',
  title: { en: 'Sales', zh: '销售' },
  icon: 'cart',
  roles: [],
  entities: [
    {
      key: 'e1',
      noun: 'deal',
      title: { en: 'Deal', zh: '订单' },
      label: 'f1',
      fields: [
        { key: 'f1', name: 'code', title: { en: 'Code' }, kind: 'text', required: true },
        { key: 'f2', name: 'buyer', title: { en: 'Buyer' }, kind: 'text' },
        { key: 'f3', name: 'sum', title: { en: 'Sum' }, kind: 'money', currency: 'CNY' },
      ],
      access: { who: 'everyone' },
      views: ['table'],
      stands_for: {
        standard: 'sales.order@1',
        fields: { number: 'f1', customer: 'f2', total: 'f3' },
      },
      ...over,
    },
  ],
})

test('a list made on screen stands for a standard, under its own names, and conforms', async () => {
  const { module } = (await as.lin.call(createApp, { manifest: sales() })) as { module: string }
  // With the rights that the new app has brought.
  const lin = await as.person('lin')
  const findings = (await lin.call('standards.conformance.run', {
    interface: 'sales.order@1',
    module,
    write: true,
  })) as { passed: boolean; findings: { ok: boolean }[] }
  assert.ok(findings.passed, JSON.stringify(findings.findings.filter(({ ok }) => !ok)))

  const { org } = lin.actor
  const { sql } = as.kernel.database.reader(org)
  const registry = await as.kernel.registryOf(org)
  const create = await resolveStandard(sql, org, registry, 'sales.order@1#sales.order.create')
  assert.equal(create.action.id, `${module}.deal.create`)
  const total = { amount: '980000', currency: 'CNY' }
  const made = create.output(
    await lin.call(
      create.action.id,
      create.input({ number: 'SO-7', customer: '江南骑行', total, note: 'has no place here' }),
    ),
  ) as Record<string, unknown>
  assert.deepEqual([made['number'], made['customer'], made['total']], ['SO-7', '江南骑行', total])
  const told = (await resolveEvent(sql, org, registry, 'sales.order@1#sales.order.created'))!
  assert.equal(told.id, `${module}.deal.created`)
  const payload = told.payload({ id: 'x', code: 'SO-7' })
  assert.deepEqual([payload['order'], payload['number']], ['x', 'SO-7'])
})

test('a list that cannot stand for it is refused, part by part', async () => {
  for (const [stands_for, says] of [
    [{ standard: 'sales.nothing@1', fields: {} }, /no standard/],
    [{ standard: 'sales.order@1', fields: {} }, /needs number/],
    [{ standard: 'sales.order@1', fields: { number: 'f2' } }, /required/],
    [{ standard: 'sales.order@1', fields: { number: 'f1', total: 'f2' } }, /total cannot be/],
    [{ standard: 'sales.order@1', fields: { number: 'f1', weight: 'f2' } }, /no weight/],
    [{ standard: 'sales.order@1', fields: { number: 'f1', note: 'f9' } }, /no field f9/],
  ] as const) {
    const refused = await as.lin.refuses(
      createApp,
      { manifest: sales({ stands_for }) } as never,
      'invalid',
    )
    assert.match(refused.message, says)
  }
})
