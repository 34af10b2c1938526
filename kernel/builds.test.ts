import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { defineAction, defineEntity, defineModule, T, type Actor, type Module } from '#kernel'
import { makeRegistry } from './registry.ts'
import { readMigrations, type Migration } from './migrate.ts'
import { stage, type Cast, type Voice } from './testing.ts'

const here = dirname(fileURLToPath(import.meta.url))
const ORG = '0198aaaa-0000-7000-8000-000000000001'
const OTHER = '0198aaaa-0000-7000-8000-000000000002'

const made = new Map<string, Module>()
const build = (slug: string, fields: readonly string[]): Module => {
  const key = `${slug} ${fields.join()}`
  const Thing = defineEntity({
    id: `app_${slug}.thing`,
    title: 'Thing',
    fields: Object.fromEntries(
      fields.map((name) => [name, T.Optional(T.String({ maxLength: 5 }))]),
    ),
    access: { read: { where: true }, create: {} },
    actions: ['list', 'create'],
  })
  const module = defineModule({
    id: `app_${slug}`,
    title: slug,
    version: 1,
    publisher: 'test',
    partnerType: 'low-code',
    firstParty: false,
    needs: [],
    entities: [Thing],
    actions: [],
    // Its actions then ask for a right that no manifest names.
    scopes: slug === 'broken' ? {} : { [`app_${slug}.use`]: { title: 'Use', roles: ['member'] } },
    built: true,
  })
  made.set(key, made.get(key) ?? module)
  return made.get(key)!
}

const install = defineAction({
  id: 'maker.app.install',
  kind: 'command',
  effect: 'local',
  title: 'Install',
  description: 'Installs an app.',
  input: T.Object({ slug: T.String(), fields: T.Array(T.String()) }),
  output: T.Null(),
  silent: 'a test',
  scope: 'maker.use',
}).run(async (app, ctx) => {
  await ctx.sql`INSERT INTO maker.app (org, slug, fields) VALUES (${ctx.org}, ${app.slug}, ${JSON.stringify(app.fields)}::jsonb)
    ON CONFLICT (org, slug) DO UPDATE SET fields = excluded.fields`
  ctx.rebuild()
  return null
})
const maker = defineModule({
  id: 'maker',
  title: 'Maker',
  version: 1,
  publisher: 'Tenon',
  partnerType: 'base',
  firstParty: true,
  needs: [],
  actions: [install],
  scopes: { 'maker.use': { title: 'Make', roles: ['admin'] } },
  builds: {
    prefix: 'app_',
    async modules(org, sql) {
      const rows = await sql<{
        slug: string
        fields: string[]
      }>`SELECT slug, fields FROM maker.app WHERE org = ${org} ORDER BY slug`
      return rows.map(({ slug, fields }) => build(slug, fields))
    },
  },
})
const migration: Migration = {
  module: 'maker',
  name: '0001_maker.sql',
  hash: 'maker1',
  text: `CREATE SCHEMA maker;
    CREATE TABLE maker.app (org uuid NOT NULL, slug text NOT NULL, fields jsonb NOT NULL, PRIMARY KEY (org, slug));
    SELECT kernel.seal('maker.app');
    CREATE SCHEMA app_bells;
    CREATE TABLE app_bells.thing (org uuid NOT NULL, id uuid NOT NULL, created_at timestamptz NOT NULL DEFAULT now(), updated_at timestamptz NOT NULL DEFAULT now(), rev bigint NOT NULL DEFAULT 1, name text, size text, PRIMARY KEY (org, id));
    SELECT kernel.seal('app_bells.thing');`,
}

describe('modules that are data', () => {
  let as: Cast
  let maker1: Voice
  let user: Voice
  let other: Voice
  const person = (org: string, ...scopes: string[]): Actor => ({
    kind: 'person',
    id: org.replace('0198aaaa', '0198bbbb'),
    org,
    name: 'somebody',
    scopes: new Map(scopes.map((scope) => [scope, 'all' as const])),
    departments: [],
    subtree: [],
    groups: [],
    roles: ['member'],
  })
  before(async () => {
    const kernel = await readMigrations('kernel', join(here, 'migrations'))
    as = await stage({ registry: makeRegistry([maker]), migrations: [...kernel, migration] })
    maker1 = as.of(person(ORG, 'maker.use'))
    user = as.of(person(ORG, 'app_bells.use'))
    other = as.of(person(OTHER, 'app_bells.use', 'app_broken.use'))
  })
  after(() => as[Symbol.asyncDispose]())

  test('stand in their organisation at once, for who may use them, and nowhere else', async () => {
    await user.refuses('app_bells.thing.list', {}, 'notFound')
    await maker1.call('maker.app.install', { slug: 'bells', fields: ['name'] })
    const created = (await user.call('app_bells.thing.create', { name: 'ding' })) as { id: string }
    const { items } = (await user.call('app_bells.thing.list', {})) as { items: { id: string }[] }
    assert.deepEqual(
      items.map(({ id }) => id),
      [created.id],
    )
    await maker1.refuses('app_bells.thing.list', {}, 'forbidden')
    await other.refuses('app_bells.thing.list', {}, 'notFound')
    await as.nobody.refuses('app_bells.thing.list', {}, 'notFound')
    assert.equal(as.kernel.registry.actions.has('app_bells.thing.list'), false)
  })

  test('check what they are given, without being compiled', async () => {
    const refusal = await user.refuses(
      'app_bells.thing.create',
      { name: 'too long', x: 1 },
      'invalid',
    )
    assert.deepEqual(
      (refusal.details as { fields: { path: string }[] }).fields.map(({ path }) => path).sort(),
      ['/name', '/x'],
    )
  })

  test('change with the next commit', async () => {
    await user.refuses('app_bells.thing.create', { size: 'big' }, 'invalid')
    await maker1.call('maker.app.install', { slug: 'bells', fields: ['name', 'size'] })
    await user.call('app_bells.thing.create', { size: 'big' })
  })

  test('keep the same registry while nothing changed', async () => {
    const before = await as.kernel.registryOf(ORG)
    as.kernel.rebuilt(ORG)
    assert.equal((await as.kernel.registryOf(OTHER)).modules.has('app_bells'), false)
    assert.deepEqual(
      [...(await as.kernel.registryOf(ORG)).modules.keys()],
      [...before.modules.keys()],
    )
  })

  test('a broken one is left out and takes no other with it', async (t) => {
    const errors = t.mock.method(as.kernel.log, 'error', () => undefined)
    const maker2 = as.of(person(OTHER, 'maker.use'))
    await maker2.call('maker.app.install', { slug: 'broken', fields: ['name'] })
    await maker2.call('maker.app.install', { slug: 'bells', fields: ['name'] })
    const entities = (await as.kernel.registryOf(OTHER)).entities
    assert.ok(entities.has('app_bells.thing'))
    assert.equal(entities.has('app_broken.thing'), false)
    assert.match(JSON.stringify(errors.mock.calls.at(-1)?.arguments), /app_broken/)
    await other.call('app_bells.thing.list', {})
  })
})
