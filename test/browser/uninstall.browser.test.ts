import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checked, inWords, LOOKS } from './checked.ts'
import { nameOf, openSite, type Site } from './site.ts'

let site: Site
before(async () => {
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

/** One more app like the sample’s. */
async function copied(title: string): Promise<{ app: string }> {
  const gao = site.as.gao!
  const app = site.as.world.ids['apps.app.inspections']!
  const { manifest } = (await gao.call('apps.app.manifest', { app })) as { manifest: object }
  const copy = { ...manifest, slug: 'passing', title: { en: title, zh: title } }
  return gao.call('apps.app.create', { manifest: copy }) as Promise<{ app: string }>
}

for (const look of LOOKS) {
  const say = inWords(look)
  const mark = nameOf(look)

  test(`an administrator uninstalls an app and has its records deleted as ${mark}`, async () => {
    const title = `临时 ${mark}`
    const made = await copied(title)
    const page = await site.open('gao', look)
    await page.goto('/catalogue')
    await page
      .getByRole('button', {
        name: new RegExp(`${say('More about', '更多')}.*${title}|${title}.*`),
      })
      .click()
    await page.getByRole('menuitem', { name: say('Uninstall', '卸载') }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('checkbox').check({ force: true })
    await dialog.getByRole('status').waitFor()
    await checked(page, look, 'catalogue-uninstall')
    const saved = page.waitForEvent('download')
    await dialog.getByRole('button', { name: say('Save all data', '保存') }).click()
    await saved
    await dialog.getByRole('status').waitFor({ state: 'detached' })
    await dialog.getByRole('textbox').fill(title)
    await dialog.getByRole('button', { name: say('Uninstall and delete', '卸载并删除') }).click()
    await dialog.waitFor({ state: 'detached' })
    await site.as.kernel.idle()
    const { rows } = await site.as.owner((client) =>
      client.query(
        "SELECT input->>'purge' AS purge FROM kernel.audit WHERE action = 'catalogue.module.remove' AND outcome = 'ok' AND subject = $1",
        [made.app],
      ),
    )
    assert.deepEqual(rows, [{ purge: 'true' }])
    await page.context().close()
  })

  test(`who makes apps sees which does not run, and why, as ${mark}`, async () => {
    const { app } = await copied(`旧应用 ${mark}`)
    const page = await site.open('gao', look)
    await site.as.owner((client) =>
      client.query(
        `UPDATE apps.version SET hash = hash || '-odd', manifest = jsonb_set(manifest, '{entities,0,fields,0,kind}', '"hologram"') WHERE app = $1`,
        [app],
      ),
    )
    const shown = page.getByText(say('It does not run', '无法运行')).first()
    await page.goto('/apps')
    // The server looks again within a second.
    for (let tries = 0; tries < 20 && (await shown.count()) === 0; tries++) {
      await page.reload()
      await page.getByRole('list', { name: say('Apps', '应用') }).waitFor()
    }
    await shown.waitFor()
    await checked(page, look, 'apps-broken')
    await page.context().close()
  })
}
