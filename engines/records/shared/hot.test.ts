import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import pg from 'pg'
import { sharedShop } from '../../../bench/shared-shop.ts'
import { wares } from '../../../bench/wares.ts'
import { newId, type Actor } from '#kernel'
import { readMigrations } from '../../../kernel/migrate.ts'
import { makeRegistry } from '../../../kernel/registry.ts'
import { ROOT, stage, type Cast, type Voice } from '../../../kernel/testing.ts'
import { statementsOf, type Statement } from '../../../test/contract/statements.ts'

const ROWS = 6000

describe('layout shared asks little', () => {
  let as: Cast
  let one: Voice
  let app: pg.Client
  let ware: string
  const org = newId()
  const actor: Actor = {
    kind: 'person',
    id: newId(),
    org,
    name: 'one',
    scopes: new Map(['use', 'read'].map((each) => [`app_shop.${each}`, 'all'])),
    departments: [],
    subtree: [],
    groups: [],
    roles: [],
  }
  before(async () => {
    as = await stage({
      registry: makeRegistry([sharedShop]),
      migrations: await readMigrations('kernel', join(ROOT, 'kernel', 'migrations')),
    })
    one = as.of(actor)
    const customers = await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        made('customer', { name: `C ${index}`, city: 'Suzhou' }),
      ),
    )
    const order = await made('order', {
      number: 'O',
      status: 'new',
      placed_at: '2026-11-23T00:00:00Z',
      total: { amount: '1', currency: 'CNY' },
      customer: customers[0]!,
      owner: actor.id,
    })
    const [a, b, c] = customers
    await Promise.all(
      Array.from({ length: 150 }, (_, index) =>
        made('deal', { number: `D ${index}`, a, b, c, d: order, e: order }),
      ),
    )
    const rows = [...wares(ROWS, customers)]
    await one.call('app_shop.ware.load', { rows, batch: newId() })
    await as.kernel.idle()
    // As if others were there too.
    await as.owner(async (client) => {
      await client.query(
        `INSERT INTO rec.record (org, entity, id, made_by, made_how, d, x)
        SELECT gen_random_uuid(), entity, gen_random_uuid(), made_by, made_how, d, x FROM rec.record WHERE org = $1 LIMIT 3000`,
        [org],
      )
      await client.query('VACUUM ANALYZE rec.record')
    })
    const page = (await one.call('app_shop.ware.list', { limit: 1 })) as { items: { id: string }[] }
    ware = page.items[0]!.id
    app = new pg.Client(as.config.app)
    await app.connect()
    await app.query(`SELECT set_config('tenon.org', '${org}', false)`)
  })
  after(async () => {
    await app.end()
    await as[Symbol.asyncDispose]()
  })
  const made = async (noun: string, draft: object): Promise<string> =>
    ((await one.call(`app_shop.${noun}.create`, draft)) as { id: string }).id

  const planOf = async ({ text, values }: Statement): Promise<string> => {
    await app.query('BEGIN')
    const { rows } = await app.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN ${text}`,
      values as unknown[],
    )
    await app.query('ROLLBACK')
    return rows.map((row) => row['QUERY PLAN']).join('\n')
  }

  test('a page of 100 with five links expanded is one statement, whatever its length', async () => {
    const expand = ['a', 'b', 'c', 'd', 'e']
    for (const limit of [1, 100]) {
      const heard = await statementsOf(() => one.call('app_shop.deal.list', { expand, limit }))
      assert.equal(heard.length, 1)
    }
    const { items } = (await one.call('app_shop.deal.list', { expand, limit: 100 })) as {
      items: Record<string, object>[]
    }
    assert.ok(items.every((item) => expand.every((name) => item[`${name}$`])))
  })

  test('writing costs a statement for the record and all that goes with it', async () => {
    const told = (heard: readonly Statement[]) =>
      heard.map(({ text }) => text.slice(0, 60)).join('\n')
    const customer = { name: 'x', city: 'y' }
    const creating = await statementsOf(() => one.call('app_shop.customer.create', customer))
    assert.equal(creating.filter(({ text }) => text.includes('rec.')).length, 1, told(creating))
    const rows = [...wares(2, [await made('customer', customer)])].map((row, index) => ({
      ...row,
      number: `${newId()} ${index}`,
    }))
    const linking = await statementsOf(() =>
      one.call('app_shop.ware.load', {
        rows: rows.map((row) => ({ ...row, number: newId() })),
        batch: newId(),
      }),
    )
    assert.equal(linking.filter(({ text }) => text.includes('rec.')).length, 2, told(linking))
  })

  test('hot questions are answered from an index, as the app', async () => {
    const hot: [string, object, RegExp][] = [
      ['app_shop.ware.get', { ware }, /record_\d+_pkey/],
      ['app_shop.ware.list', {}, /slot_pkey/],
      [
        'app_shop.ware.list',
        { sort: ['-seen_at'], where: { state: 'new', sold: true } },
        /slot_m1/,
      ],
      ['app_shop.ware.list', { sort: ['price'], where: { number: 'W-17' } }, /slot_t1/],
      ['app_shop.deal.list', { limit: 100, expand: ['a', 'b'] }, /record_\d+_pkey/],
      ['app_shop.customer.list', { sort: ['name'] }, /record_\d+_(pkey|org_entity)/],
    ]
    for (const [action, input, index] of hot) {
      const heard = await statementsOf(() => one.call(action, input))
      assert.equal(heard.length, 1, action)
      const plan = await planOf(heard[0]!)
      assert.match(plan, index, `${action} ${JSON.stringify(input)}\n${plan}`)
      // Whatever is brought along is found by its id.
      for (const [, condition] of plan.matchAll(
        / on record_\d+ (?:e\d|r) .*\n\s*Index Cond: (.*)/g,
      ))
        assert.match(condition!, /\(id = /, plan)
      assert.doesNotMatch(plan, /Seq Scan/, `${action} ${JSON.stringify(input)}\n${plan}`)
      // Of sixteen partitions only the organisation's is opened.
      assert.equal(new Set(plan.match(/record_\d+(?= )/g)).size <= 1, true, plan)
    }
  })
})
