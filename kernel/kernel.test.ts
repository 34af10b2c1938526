import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  defineAction,
  defineCard,
  defineEvent,
  defineModule,
  button,
  facts,
  heading,
  isId,
  newId,
  T,
  when,
} from '#kernel'
import { makeRegistry } from './registry.ts'
import { migrate, pendingMigrations, type Migration } from './migrate.ts'
import { makeSecrets } from './secrets.ts'
import { inputHash } from './once.ts'
import { shown } from './audit.ts'
import { problem } from './errors.ts'
import { sensitive } from './schema.ts'
import { testCluster } from '../engines/postgres/testing.ts'
import { withClient } from '#engines/postgres'

const base = {
  publisher: 'test',
  partnerType: 'base',
  firstParty: true,
  version: 1,
  actions: [],
  scopes: {},
} as const

describe('ids', () => {
  test('are UUIDv7, in order, never twice', () => {
    const ids = Array.from({ length: 20_000 }, () => newId())
    assert.ok(ids.every(isId))
    assert.deepEqual(ids.toSorted(), ids)
    assert.equal(new Set(ids).size, ids.length)
  })
})

describe('the registry refuses', () => {
  const action = defineAction({
    id: 'a.b.c',
    kind: 'command',
    effect: 'local',
    title: 'C',
    description: '',
    input: T.Object({}),
    output: T.Null(),
    scope: 'member',
  })
  const refused = (module: Parameters<typeof defineModule>[0], why: RegExp) =>
    assert.throws(() => makeRegistry([defineModule(module)]), why)
  test('a command that is silent without a reason', () =>
    refused(
      { ...base, id: 'a', title: 'A', needs: [], actions: [action.run(async () => null)] },
      /emits an event, or says why/,
    ))
  test('a scope that no manifest has', () =>
    refused(
      {
        ...base,
        id: 'a',
        title: 'A',
        needs: [],
        actions: [{ ...action.run(async () => null), silent: 'test', scope: 'x.y' }],
      },
      /scope x\.y/,
    ))
  test('a need that is not installed', () =>
    refused({ ...base, id: 'a', title: 'A', needs: ['b'] }, /needs b/))
  test('needs in a circle', () =>
    assert.throws(
      () =>
        makeRegistry([
          defineModule({ ...base, id: 'a', title: 'A', needs: ['b'] }),
          defineModule({ ...base, id: 'b', title: 'B', needs: ['a'] }),
        ]),
      /circle/,
    ))
})

describe('a card', () => {
  test('is JSON: paths instead of values, actions instead of addresses', () => {
    const load = defineAction({
      id: 'a.b.get',
      kind: 'query',
      effect: 'local',
      title: 'Get',
      description: '',
      input: T.Object({ b: T.String() }),
      output: T.Object({
        title: T.String(),
        open: T.Boolean(),
        who: T.Object({ name: T.String() }),
      }),
      scope: 'member',
    }).run(async () => ({ title: '', open: true, who: { name: '' } }))
    const decide = defineAction({
      id: 'a.b.decide',
      kind: 'command',
      effect: 'local',
      title: 'Decide',
      description: '',
      input: T.Object({ b: T.String(), comment: T.Optional(T.String()) }),
      output: T.Null(),
      scope: 'member',
      silent: 'test',
    })
    const decided = defineEvent({
      id: 'a.b.decided',
      title: 'Decided',
      payload: T.Object({ b: T.String() }),
    })
    const card = defineCard({
      id: 'a.b.card',
      title: 'B',
      version: 1,
      load,
      subject: 'b',
      forward: 'live',
      summary: (data) => ({ text: [data.title] }),
      refreshOn: [{ event: decided, subject: 'b' }],
    }).view((data) => [
      heading(data.title),
      facts({ label: 'By', value: data.who.name }),
      when(
        data.open,
        undefined,
        button('ok', 'Approve', decide, { b: data.title }, { ask: ['comment'] }),
      ),
    ])
    assert.deepEqual(card.components, {
      c1: { kind: 'heading', text: { path: 'title' } },
      c2: { kind: 'facts', items: [{ label: 'By', value: { path: 'who.name' } }] },
      c3: {
        kind: 'button',
        name: 'ok',
        text: 'Approve',
        action: 'a.b.decide',
        input: { b: { path: 'title' } },
        ask: ['comment'],
        when: { path: 'open' },
      },
    })
    assert.deepEqual(
      [card.summary, card.load, card.refreshOn],
      [{ text: [{ path: 'title' }] }, 'a.b.get', [{ event: 'a.b.decided', subject: 'b' }]],
    )
  })
})

describe('migrations', () => {
  const one: Migration = {
    module: 'm',
    name: '0001_a.sql',
    text: 'CREATE TABLE a (n int)',
    hash: 'h1',
  }
  const two: Migration = {
    module: 'm',
    name: '0002_b.sql',
    text: 'CREATE TABLE b (n int)',
    hash: 'h2',
  }
  test('run once, in order; a newer database and a changed file are refused; a failing file leaves nothing', async () => {
    const cluster = await testCluster()
    await using fresh = await cluster.freshDatabase()
    await withClient(fresh.owner, async (client) => {
      assert.equal(await migrate(client, [one]), 1)
      assert.equal(await migrate(client, [one, two]), 1)
      assert.equal(await migrate(client, [one, two]), 0)
      await assert.rejects(pendingMigrations(client, [one]), /newer than this code/)
      await assert.rejects(
        pendingMigrations(client, [{ ...one, hash: 'other' }, two]),
        /was changed after it ran/,
      )
      const broken: Migration = {
        module: 'm',
        name: '0003_c.sql',
        text: 'CREATE TABLE c (n int); SELECT nonsense',
        hash: 'h3',
      }
      await assert.rejects(migrate(client, [one, two, broken]), /0003_c\.sql failed/)
      assert.equal((await client.query("SELECT to_regclass('c') AS c")).rows[0].c, null)
    })
  })
})

describe('what is kept and shown', () => {
  test('secrets open only with their key, and unaltered', () => {
    const secrets = makeSecrets(new Uint8Array(32).fill(1))
    const sealed = secrets.seal('种子 seed')
    assert.equal(secrets.open(sealed), '种子 seed')
    assert.notEqual(secrets.seal('种子 seed'), sealed)
    assert.throws(() => makeSecrets(new Uint8Array(32).fill(2)).open(sealed))
    assert.throws(() => secrets.open(`${sealed.slice(0, -2)}AA`))
  })
  test('an audit row never holds what is sensitive', () => {
    const schema = T.Object({
      name: T.String(),
      password: sensitive(T.String()),
      list: T.Array(T.Object({ code: sensitive(T.String()) })),
    })
    assert.deepEqual(shown({ name: 'x', password: 'p', list: [{ code: 'c' }] }, schema), {
      name: 'x',
      password: '…',
      list: [{ code: '…' }],
    })
  })
  test('the same input is the same whatever the order of its fields', () => {
    assert.equal(inputHash({ a: 1, b: { c: 2, d: 3 } }), inputHash({ b: { d: 3, c: 2 }, a: 1 }))
    assert.notEqual(inputHash({ a: 1 }), inputHash({ a: '1' }))
  })
  test('an unknown error tells nothing of its cause', () => {
    const told = problem(new Error('password=hunter2 at db.ts:5'), 'id-1')
    assert.equal(JSON.stringify(told).includes('hunter2'), false)
    assert.deepEqual([told.status, told.code, told.id], [500, 'internal', 'id-1'])
  })
})
