import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { defineEntity, defineModule, ref } from '#kernel'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { createApp, Manifest } from '#modules/apps'
import { getListing } from './actions/listing.get.ts'
import { listListings } from './actions/listing.list.ts'
import { publishListing } from './actions/listing.publish.ts'
import { withdrawListing } from './actions/listing.withdraw.ts'
import { installModule } from './actions/module.install.ts'
import { listModules } from './actions/module.list.ts'
import { removeModule } from './actions/module.remove.ts'
import { upgradeModule } from './actions/module.upgrade.ts'

const LOANS: Manifest = {
  format: 1,
  slug: 'loan',
  title: { en: 'Tool loans', zh: '工具借用' },
  icon: 'table',
  roles: [],
  entities: [
    {
      key: 'e1',
      noun: 'loan',
      title: { en: 'Loan', zh: '借用' },
      label: 'f1',
      fields: [
        {
          key: 'f1',
          name: 'tool',
          title: { en: 'Tool', zh: '工具' },
          kind: 'text',
          required: true,
        },
        { key: 'f2', name: 'due', title: { en: 'Due', zh: '归还日期' }, kind: 'date' },
      ],
      access: { who: 'everyone' },
      views: ['table'],
    },
  ],
}

/** Somebody else's records that lead to an app's. */
const keep = defineModule({
  id: 'keep',
  title: 'Keep',
  version: 1,
  publisher: 'test',
  partnerType: 'low-code',
  firstParty: false,
  needs: [],
  entities: [
    defineEntity({
      id: 'keep.note',
      title: 'Note',
      layout: 'shared',
      shared: { id: '0198eeee-0000-7000-8000-0000000000aa', keys: { loan: 'f1' }, unique: [] },
      fields: { loan: ref('app_wipe.loan') },
      access: { read: { where: true }, create: { check: true }, delete: { where: true } },
      actions: ['create', 'delete'],
    }),
  ],
  actions: [],
  scopes: { 'keep.use': { title: 'Use', roles: ['member'] } },
})

let as: Cast
let maker: Voice
let owner: Voice
let app: string
let listing: string
type Page = { items: Record<string, unknown>[] }
before(async () => {
  as = await tenon([
    { module: keep, tables: { module: 'keep', name: '0001.sql', hash: 'keep', text: 'SELECT 1' } },
  ])
  maker = await as.person('gao')
  app = (await maker.call(createApp, { manifest: LOANS })).app
  maker = await as.person('gao')
  owner = await as.person('outsider')
  await maker.call('app_loan.loan.create', { tool: 'Our own secret wrench' })
})
after(() => as[Symbol.asyncDispose]())

test('an organisation publishes an app; another sees what it asks for and installs it', async () => {
  ;({ listing } = await maker.call(publishListing, { app, about: 'Who has which tool.' }))
  await maker.refuses(publishListing, { app }, 'published')
  const { items } = await owner.call(listListings, { search: '工具' })
  assert.deepEqual(
    items.map(({ publisher, own, installed }) => [publisher, own, installed]),
    [['远山自行车 Yuanshan Bikes', false, undefined]],
  )
  const found = await owner.call(getListing, { listing })
  assert.deepEqual(
    found.scopes.map(({ key }) => key),
    ['use', 'manage'],
  )
  assert.equal(found.data_at, 'here')
  await owner.refuses(installModule, { listing, version: 1, agreed: ['use'] }, 'conflict')
  const { module } = await owner.call(installModule, {
    listing,
    version: 1,
    agreed: ['use', 'manage'],
  })
  assert.equal(module, 'app_loan')
  owner = await as.person('outsider')
  const xia = await as.person('xia')
  const { items: records } = (await xia.call('app_loan.loan.list', {})) as Page
  assert.deepEqual(records, [], 'no record crosses')
  await xia.call('app_loan.loan.create', { tool: 'Pump' })
  assert.equal(((await maker.call('app_loan.loan.list', {})) as Page).items.length, 1)
  await owner.refuses(
    installModule,
    { listing, version: 1, agreed: ['use', 'manage'] },
    'installed',
  )
})

test('who holds no right installs, publishes, upgrades and removes nothing', async () => {
  const install = { listing, version: 1, agreed: ['use', 'manage'] }
  await as.stranger.refuses(installModule, install, 'forbidden')
  await as.nobody.refuses(installModule, install, 'unauthenticated')
  await as.nobody.refuses(listListings, {}, 'unauthenticated')
  await as.nobody.refuses(listModules, {}, 'unauthenticated')
  await as.nobody.refuses(getListing, { listing }, 'unauthenticated')
  await as.stranger.refuses(publishListing, { app }, 'forbidden')
  await owner.refuses(publishListing, { app }, 'notFound')
  await owner.refuses(withdrawListing, { listing }, 'noSuchListing')
  await owner.refuses(upgradeModule, { app, version: 2, agreed: [] }, 'notFound')
  await owner.refuses(removeModule, { app, name: 'Tool loans' }, 'notFound')
})

test('an upgrade shows what more is asked for, and keeps the records', async () => {
  const next = JSON.parse(JSON.stringify(LOANS)) as Manifest
  next.roles.push({ key: 'keeper', title: { en: 'Keeper', zh: '保管员' } })
  next.entities[0]!.fields.push({
    key: 'f3',
    name: 'place',
    title: { en: 'Place', zh: '位置' },
    kind: 'text',
  })
  await maker.call('apps.app.publish', { app, manifest: next, base: 1 })
  await maker.call(publishListing, { app, note: 'With a keeper' })
  const { items } = await owner.call(listModules, {})
  const mine = items.find(({ module }) => module === 'app_loan')!
  assert.equal(mine.upgrade, 2)
  const { differences } = await owner.call(getListing, { listing })
  assert.ok(
    differences!.some(
      ({ what, key, change }) => what === 'scope' && key === 'keeper' && change === 'added',
    ),
  )
  await owner.refuses(
    upgradeModule,
    { app: mine.app!, version: 2, agreed: ['use', 'manage'] },
    'conflict',
  )
  await owner.call(upgradeModule, {
    app: mine.app!,
    version: 2,
    agreed: ['use', 'manage', 'keeper'],
  })
  await as.kernel.idle()
  const xia = await as.person('xia')
  const { items: records } = (await xia.call('app_loan.loan.list', {})) as Page
  assert.deepEqual(
    records.map(({ tool }) => tool),
    ['Pump'],
  )
  await xia.call('app_loan.loan.create', { tool: 'Saw', place: 'Shed' })
  const edited = { app: mine.app!, manifest: next, base: 2 }
  await owner.refuses('apps.app.publish', edited, 'notYours')
})

test('an app is uninstalled with all that it held, unless records of others refer to them', async () => {
  const manifest = JSON.parse(JSON.stringify(LOANS)) as Manifest
  manifest.slug = 'wipe'
  manifest.entities[0]!.fields[0]!.unique = true
  manifest.entities[0]!.fields.push({
    key: 'f3',
    name: 'holder',
    title: { en: 'Holder', zh: '借用人' },
    kind: 'member',
  })
  const { app: wiped } = await maker.call(createApp, { manifest })
  maker = await as.person('gao')
  const kept = (await maker.call('app_loan.loan.create', { tool: 'Kept', due: '2026-12-01' })) as {
    id: string
  }
  let one!: { id: string }
  for (let n = 0; n < 12; n++)
    one = (await maker.call('app_wipe.loan.create', { tool: `T${n}`, holder: maker.id })) as never
  await maker.call('app_wipe.loan.update', { loan: one.id, tool: 'Changed' })
  await maker.call('app_wipe.loan.delete', { loan: one.id })
  const note = (await maker.call('keep.note.create', {
    loan: ((await maker.call('app_wipe.loan.list', {})) as { items: { id: string }[] }).items[0]!
      .id,
  })) as { id: string }
  const wipe = { app: wiped, name: 'Tool loans', purge: true }
  await maker.refuses(removeModule, wipe, 'referred')
  await maker.call('keep.note.delete', { note: note.id })
  const { batch } = await maker.call(removeModule, wipe)
  await as.kernel.idle()
  await as.owner(async (client) => {
    const { rows } = await client.query<{ ids: Record<string, string> }>(
      'SELECT ids FROM apps.app WHERE id = $1',
      [wiped],
    )
    const left = ['record', 'uniq', 'ref', 'history', 'slot', 'shape', 'serial'].map(
      (table) =>
        `SELECT '${table}' AS name, count(*)::int AS n FROM rec.${table} WHERE entity = ANY($1)`,
    )
    const found = await client.query(left.join(' UNION ALL '), [Object.values(rows[0]!.ids)])
    assert.deepEqual(
      found.rows.filter(({ n }) => n > 0),
      [],
    )
    const audit = await client.query(
      "SELECT outcome, on_behalf_of FROM kernel.audit WHERE action = 'apps.app.purge' AND input->>'batch' = $1",
      [batch],
    )
    assert.ok(audit.rows.length > 1)
    assert.ok(audit.rows.every((row) => row.outcome === 'ok' && row.on_behalf_of === maker.id))
  })
  maker = await as.person('gao')
  assert.ok(await maker.call('app_loan.loan.get', { loan: kept.id }), 'other apps keep theirs')
  await maker.call('app_loan.loan.delete', { loan: kept.id })
})

test('native modules are first-party and stay; what was installed goes at once for everybody', async () => {
  const { items } = await owner.call(listModules, {})
  const chat = items.find(({ module }) => module === 'chat')!
  assert.deepEqual([chat.first_party, chat.removable, chat.kind], [true, false, 'native'])
  const mine = items.find(({ module }) => module === 'app_loan')!
  await owner.refuses(removeModule, { app: mine.app!, name: 'Loans' }, 'otherName')
  await owner.call(removeModule, { app: mine.app!, name: '工具借用' })
  owner = await as.person('outsider')
  await owner.refuses('app_loan.loan.list', {}, 'notFound')
  await maker.call(withdrawListing, { listing })
  assert.deepEqual((await owner.call(listListings, { search: '工具' })).items, [])
  await owner.refuses(getListing, { listing }, 'notFound')
  assert.equal(((await maker.call('app_loan.loan.list', {})) as Page).items.length, 1)
})
