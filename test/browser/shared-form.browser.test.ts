import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import sharp from 'sharp'
import { checked, inWords, LOOKS } from './checked.ts'
import { nameOf, openSite, type Look, type Site } from './site.ts'

let site: Site
let link: string
const LIST = 'app_repairs.repair.list'
before(async () => {
  site = await openSite()
  const field = (key: string, name: string, en: string, zh: string, kind: string, more = {}) => ({
    key,
    name,
    title: { en, zh },
    kind,
    ...more,
  })
  const manifest = {
    format: 1,
    slug: 'repairs',
    title: { en: 'Repairs', zh: '报修' },
    icon: 'settings',
    roles: [],
    entities: [
      {
        key: 'e1',
        noun: 'repair',
        title: { en: 'Repair', zh: '报修' },
        label: 'f1',
        fields: [
          field('f1', 'what', 'What is broken', '故障描述', 'text', { required: true }),
          field('f2', 'photos', 'Photos', '照片', 'picture', { many: true }),
          field('f3', 'paper', 'Warranty card', '保修卡', 'file'),
        ],
        access: { who: 'everyone' },
        views: ['table'],
      },
    ],
  }
  const { app } = (await site.as.gao!.call('apps.app.create', { manifest } as never)) as {
    app: string
  }
  const gao = await site.as.person('gao')
  const fields = ['f1', 'f2', 'f3']
  ;({ link } = (await gao.call('apps.share.create', { app, entity: 'e1', fields })) as {
    link: string
  })
})
after(() => site[Symbol.asyncDispose]())

/** An outsider has a telephone, whatever the language. */
const phones: readonly Look[] = LOOKS.map((look) => ({ ...look, width: 360, height: 760 }))

for (const look of phones) {
  const say = inWords(look)
  test(`an outsider sends pictures and a file with his answer as ${nameOf(look)}`, async () => {
    const page = await site.open('nobody', look)
    await page.goto(link.replace(/^https?:\/\/[^/]+/, site.base))
    const what = `${say('Brake squeals', '刹车异响')} ${look.theme}`
    await page.getByLabel(say('What is broken', '故障描述')).fill(what)
    const [photos, paper] = [
      page.locator('input[type=file]').first(),
      page.locator('input[type=file]').last(),
    ]
    assert.equal(await photos.getAttribute('accept'), 'image/*')
    const buffer = await sharp({
      create: { width: 640, height: 480, channels: 3, background: '#864' },
    })
      .jpeg()
      .toBuffer()
    await paper.setInputFiles({
      name: 'page.html',
      mimeType: 'text/html',
      buffer: Buffer.from('<b>'),
    })
    await page.getByText(say('This type of file is not taken.', '不接受这种类型的文件。')).waitFor()
    await checked(page, look, 'form-refused')
    await photos.setInputFiles([
      { name: 'brake-1.jpg', mimeType: 'image/jpeg', buffer },
      { name: 'brake-2.jpg', mimeType: 'image/jpeg', buffer },
    ])
    await page.getByText('brake-2.jpg').waitFor()
    await paper.setInputFiles({
      name: 'warranty.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7'),
    })
    await page.getByText('warranty.pdf').waitFor()
    await checked(page, look, 'form-files')
    await page.getByRole('button', { name: say('Send', '提交') }).click()
    await page.getByText(say('Thank you. It has arrived.', '已提交')).waitFor()
    await page.context().close()

    const gao = await site.as.person('gao')
    const { items } = (await gao.call(LIST, { where: { what } })) as {
      items: { photos: string[]; paper: string }[]
    }
    assert.equal(items[0]!.photos.length, 2)
    const bo = await site.as.person('bo')
    const kept = (await bo.call('files.file.get', { file: items[0]!.paper })) as { name: string }
    assert.equal(kept.name, 'warranty.pdf')
  })
}
