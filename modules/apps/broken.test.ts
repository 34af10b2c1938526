import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quiet, tenon } from '#kernel/testing'
import { listBrokenApps } from './actions/app.broken.ts'
import { createApp } from './actions/app.create.ts'
import type { Manifest } from './manifest/format.ts'
import { makeInspections } from './testing.ts'

test('an app that cannot be made is told once in the log, and to who makes apps; the others run on', async () => {
  const told: unknown[] = []
  const error = (details: object, message: string) => void told.push([message, details])
  await using as = await tenon([], { log: { ...quiet, error } })
  let gao = await as.person('gao')
  const { app } = await makeInspections(gao)
  gao = await as.person('gao')
  assert.deepEqual((await gao.call(listBrokenApps, {})).items, [])
  const { manifest } = (await gao.call('apps.app.manifest', { app })) as { manifest: Manifest }
  const title = manifest.title.zh ?? manifest.title.en!
  await as.owner((client) =>
    client.query(
      `UPDATE apps.version SET hash = 'odd', manifest = jsonb_set(manifest, '{entities,0,fields,0,kind}', '"hologram"') WHERE app = $1`,
      [app],
    ),
  )
  // Whatever is made next has the modules of the organisation made anew.
  const other = { ...manifest, slug: 'sound' }
  const { module } = await gao.call(createApp, { manifest: other })
  gao = await as.person('gao')
  const { items } = await gao.call(listBrokenApps, {})
  assert.deepEqual(
    items.map((one) => one.app),
    [app],
  )
  assert.ok(items[0]!.reason.length > 5, items[0]!.reason)
  await gao.refuses('app_inspection.inspection.list', {}, 'notFound')
  const installed = (await gao.call('catalogue.module.list', {})) as {
    items: { app?: string; broken?: string; title: { zh?: string } }[]
  }
  assert.deepEqual(
    installed.items.filter((one) => one.broken !== undefined).map((one) => one.app),
    [app],
  )
  assert.ok(await gao.call(`${module}.inspection.list`, {}))
  for (const slug of ['more', 'again'])
    await gao.call(createApp, { manifest: { ...manifest, slug } })
  await gao.call(listBrokenApps, {})
  const lines = told.filter((line) => JSON.stringify(line).includes(app))
  assert.equal(lines.length, 1)
  await gao.call('catalogue.module.remove', { app, name: title })
  assert.deepEqual((await gao.call(listBrokenApps, {})).items, [])
  await as.stranger.refuses(listBrokenApps, {}, 'forbidden')
})
