import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import QRCode from 'qrcode'
import { ROOT } from '#kernel/testing'
import { createConversation } from '#modules/chat'
import { HERE } from '../../connections/remote/testing/vendor.ts'
import { checked, inWords, LOOKS, picture } from '../browser/checked.ts'
import { DESK, openSite, PHONE, type Site } from '../browser/site.ts'

/** Scene S5, people and things: a sensor, as a process of its own, and the people of its group. */
let site: Site
let group: string
let lin: Page
let wu: Page
let jiang: Page
let sensor: Sensor
const wrong: string[] = []

interface Sensor extends AsyncDisposable {
  readonly folder: string
  readonly said: string[]
  tell(line: string): void
}

/** `examples/sensor`, as somebody starts it who has read its QR code. */
async function startSensor(claim: string): Promise<Sensor> {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-sensor-'))
  const path = join(ROOT, 'examples', 'sensor', 'sensor.ts')
  const child: ChildProcess = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path],
    {
      env: { PATH: process.env['PATH'], CLAIM: claim, DATA: folder, INTERVAL_MS: '250' },
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const said: string[] = []
  createInterface({ input: child.stdout! }).on('line', (line) => said.push(line))
  return {
    folder,
    said,
    tell: (line) => void child.stdin!.write(`${line}\n`),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await once(child, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const until = async (done: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + 20_000
  while (!(await done())) {
    assert.ok(Date.now() < deadline, `${done.toString()}; ${sensor?.said.slice(-5).join('; ')}`)
    await new Promise((soon) => setTimeout(soon, 50))
  }
}

before(async () => {
  site = await openSite({ reach: HERE })
  const people = await Promise.all(['wu', 'jiang', 'zhou'].map((key) => site.as.person(key)))
  const made = await site.as.lin.call(createConversation, {
    kind: 'group',
    name: '总装车间',
    people: people.map(({ id }) => id),
  })
  group = made.conversation.id
  await site.as.lin.call('devices.kind.update', {
    kind: site.as.world.ids['devices.kind.sensor'],
    offline_after_s: 5,
  })
  for (const [key, look] of [
    ['lin', DESK],
    ['wu', PHONE],
    ['jiang', DESK],
  ] as const) {
    const page = await site.open(key, look)
    page.on('pageerror', (error) => wrong.push(`${key}: ${error.stack}`))
    if (key === 'lin') lin = page
    else if (key === 'wu') wu = page
    else jiang = page
  }
})
after(async () => {
  await sensor?.[Symbol.asyncDispose]()
  await site[Symbol.asyncDispose]()
})

const card = (page: Page) => page.getByRole('article', { name: /Press 3: .*Too hot/ })

test('S5.3 a sensor is registered; its QR code holds the address with which it claims its token', async () => {
  await lin.goto('/devices')
  await lin.getByRole('button', { name: 'Register a device' }).click()
  const form = lin.getByRole('dialog', { name: 'Register a device' })
  await form.getByLabel('Name').fill('Press 3')
  const pick = async (field: string, text: string) => {
    await form.getByRole('combobox', { name: field }).fill(text)
    await lin
      .getByRole('option', { name: new RegExp(text) })
      .first()
      .click()
  }
  await pick('Kind', 'Heat')
  await form.getByLabel('Place').fill('总装车间 3 号')
  await pick('Keeper', '吴刚')
  await pick('Group', '总装车间')
  await form.getByRole('button', { name: 'Register a device' }).click()
  const code = lin.getByRole('dialog', { name: /Connect “Press 3”/ })
  const address = await code.getByLabel('Address').inputValue()
  assert.match(address, new RegExp(`^${site.base}/open/devices#[\\w-]{65}$`))
  const drawn = await code.getByRole('img', { name: 'QR code' }).getAttribute('src')
  const options = { type: 'svg', margin: 1, errorCorrectionLevel: 'M' } as const
  assert.equal(
    decodeURIComponent(drawn!.split(',').slice(1).join(',')),
    await QRCode.toString(address, options),
  )
  await checked(lin, DESK, 's5-3-code')
  sensor = await startSensor(address)
  await code.getByText('It is connected.').waitFor()
  await code.getByRole('button', { name: 'Close', exact: true }).last().click()
  await lin.getByText('Online', { exact: true }).waitFor()
  await until(() => sensor.said.some((line) => line.startsWith('reported up to')))
})

test('S5.3 a person who holds a telephone before the code is told what it is for', async () => {
  const phone = await site.open('nobody', PHONE)
  await phone.goto('/open/devices#some-code')
  await phone.getByRole('heading', { name: '设备接入码' }).waitFor()
  await checked(phone, PHONE, 's5-3-open')
  await phone.context().close()
})

test('S5.3 it is a member of the group: seen there, and reading nothing', async () => {
  await jiang.goto(`/messages/${group}`)
  await jiang.getByText('林岚 let “Press 3” into the group').waitFor()
  await jiang.getByRole('button', { name: 'Details' }).click()
  const things = jiang.getByRole('region', { name: 'Devices and apps' })
  await things.getByText('Press 3').waitFor()
  await checked(jiang, DESK, 's5-3-members')
  await jiang.keyboard.press('Escape')
  const { token } = JSON.parse(await readFile(join(sensor.folder, 'memory.json'), 'utf8')) as {
    token: string
  }
  const ask = (action: string, input: object) =>
    fetch(`${site.base}/api/${action}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }).then(({ status }) => status)
  assert.equal(await ask('chat.message.list', { conversation: group }), 403)
  assert.equal(await ask('devices.device.list', {}), 403)
  assert.equal(await ask('devices.device.me', {}), 200)
})

test('S5.3 it reports 92 °C: its alarm card stands in the group', async () => {
  await wu.goto(`/messages/${group}`)
  sensor.tell('heat 92')
  await card(jiang).waitFor()
  await card(jiang).getByText('92 °C', { exact: true }).waitFor()
  await card(jiang).getByText('> 80 °C').waitFor()
  await card(wu).waitFor()
  await picture(jiang, 's5-3-alarm')
  // Somebody of the group sees to it; Stop is for the keeper.
  await card(jiang).getByRole('button', { name: 'Acknowledge' }).click()
  await card(jiang).getByLabel('Note').fill('On my way')
  await card(jiang).getByRole('button', { name: 'Acknowledge' }).click()
  await card(wu).getByText('已确认', { exact: true }).waitFor()
  await card(jiang).getByRole('button', { name: '停机 Stop' }).click()
  await card(jiang).getByRole('button', { name: '停机 Stop' }).click()
  await card(jiang).getByText('Only the keeper of a device').waitFor()
  await picture(jiang, 's5-3-refused')
  await card(jiang).getByRole('button', { name: 'Cancel' }).click()
})

test('S5.3 from the card: a work order, a task like every other', async () => {
  await card(wu).getByRole('button', { name: '创建工单' }).click()
  await card(wu).getByRole('combobox', { name: '项目' }).fill('山脊')
  await wu.getByRole('option', { name: /山脊/ }).first().click()
  await card(wu).getByRole('combobox', { name: '负责人' }).fill('吴刚')
  await wu.getByRole('option', { name: /吴刚/ }).first().click()
  await card(wu).getByRole('button', { name: '创建工单' }).click()
  const order = card(jiang).getByRole('link', { name: /Work order RIDGE-/ })
  await order.waitFor()
  assert.match((await order.getAttribute('href'))!, /^\/projects\/.+\/board\//)
  const keeper = await site.as.person('wu')
  await until(async () => {
    const { items } = (await keeper.call('todo.item.list', {})) as { items: { title: string }[] }
    return items.some(({ title }) => /Press 3: .*Too hot: 92 °C/.test(title))
  })
})

test('S5.3 Stop reaches the device, and the card shows how far it is', async () => {
  await card(wu).getByRole('button', { name: '停机 Stop' }).click()
  await card(wu).getByRole('button', { name: '停机 Stop' }).click()
  await card(jiang)
    .getByText(/^done$/i)
    .waitFor()
  await card(wu).getByText('已完成', { exact: true }).waitFor()
  const memory = JSON.parse(await readFile(join(sensor.folder, 'memory.json'), 'utf8')) as {
    running: boolean
  }
  assert.equal(memory.running, false)
  // Stopped, it cools down by itself.
  await card(wu).getByText('已解除', { exact: true }).waitFor()
  await checked(wu, PHONE, 's5-3-card')
  await picture(wu, 's5-3-stopped')
})

test('S5.3 Tenon stops; the sensor keeps what it measures and sends it afterwards, each once', async () => {
  const seen = sensor.said.length
  await site.stop()
  await until(() => sensor.said.slice(seen).some((line) => line.startsWith('reporting: offline')))
  await site.start()
  const back = sensor.said.length
  await until(() => sensor.said.slice(back).some((line) => line.startsWith('reported up to')))
  const { items } = (await site.as.lin.call('devices.device.list', { search: 'Press 3' })) as {
    items: { missing: number; next_seq: number; id: string }[]
  }
  assert.equal(items[0]!.missing, 0)
})

test('devices, their page, kinds and rules look right, for who keeps one and for who manages them', async () => {
  for (const look of LOOKS) {
    const word = inWords(look)
    const page = await site.open('wu', look)
    page.on('pageerror', (error) => wrong.push(`wu: ${error.stack}`))
    await page.goto('/workbench')
    await page
      .getByRole('link', { name: word('Devices', '设备'), exact: true })
      .first()
      .click()
    await page.getByRole('link', { name: /Press 3/ }).waitFor()
    await checked(page, look, 'devices')
    await page.getByRole('link', { name: /Press 3/ }).click()
    await page.getByRole('slider').waitFor()
    await page.getByRole('slider').press('Home')
    await checked(page, look, 'device')
    assert.equal(
      await page.getByRole('button', { name: word('Show the code', '显示接入码') }).count(),
      0,
    )
    await page.getByRole('button', { name: '采样间隔 Interval' }).click()
    await page.getByLabel('秒 Seconds').fill('1')
    await checked(page, look, 'device-command')
    await page.getByRole('dialog').getByRole('button', { name: '采样间隔 Interval' }).click()
    await page
      .getByRole('region', { name: word('Commands', '命令') })
      .getByText(word('Done', '已完成'))
      .first()
      .waitFor()
    await page.goto('/devices/0198cccc-0000-7000-8000-0000000000aa')
    await page.getByRole('button', { name: word('Try again', '重试') }).waitFor()
    await page.context().close()

    const manager = await site.open('lin', look)
    await manager.goto('/devices/kinds')
    await manager
      .getByRole('heading', { name: /TF|温振/ })
      .first()
      .waitFor()
    await checked(manager, look, 'kinds')
    await manager
      .getByRole('button', { name: word('Change', '修改') })
      .last()
      .click()
    await checked(manager, look, 'kind')
    await manager.keyboard.press('Escape')
    await manager.goto('/devices/rules')
    await manager.getByText('温度过高 Too hot').waitFor()
    await checked(manager, look, 'rules')
    await manager.getByRole('button', { name: word('New alarm rule', '新建告警规则') }).click()
    await manager.getByLabel(word('Name', '名称')).fill(`Vibration ${look.language}`)
    await manager.getByLabel(word('Threshold', '阈值')).fill('7.1')
    await checked(manager, look, 'rule')
    await manager.getByRole('button', { name: word('Save', '保存') }).click()
    await manager.getByText(`Vibration ${look.language}`).waitFor()
    await manager.context().close()
  }
  const stranger = await site.open('stranger', DESK)
  await stranger.goto('/devices')
  await stranger.getByText('No devices to see').waitFor()
  await checked(stranger, DESK, 'devices-empty')
})

test('nothing broke on the way', () => assert.deepEqual(wrong, []))
