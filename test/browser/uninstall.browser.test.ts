import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { checked, inWords, LOOKS } from './checked.ts'
import { nameOf, openSite, type Site } from './site.ts'

let site: Site
before(async () => {
  site = await openSite()
})
after(() => site[Symbol.asyncDispose]())

for (const look of LOOKS) {
  const say = inWords(look)
  const mark = nameOf(look)

  test(`an administrator uninstalls an app and has its records deleted as ${mark}`, async () => {
    const gao = site.as.gao!
    const app = site.as.world.ids['apps.app.inspections']!
    const { manifest } = (await gao.call('apps.app.manifest', { app })) as {
      manifest: { title: object; slug: string }
    }
    const title = `临时 ${mark}`
    const copy = { ...manifest, slug: 'passing', title: { en: title, zh: title } }
    const made = (await gao.call('apps.app.create', { manifest: copy })) as { app: string }
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
}
