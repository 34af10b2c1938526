import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, before, test } from 'node:test'
import { createAccount } from '#connections/vault'
import { nobody } from '#kernel'
import { tenon, type Cast } from '#kernel/testing'
import { listEntries } from './actions/entry.list.ts'
import { entries } from './entries/index.ts'
import { samples } from './testing/samples.ts'
import { openWorld, type World } from './testing/world.ts'

type Row = Record<string, any> // oxlint-disable-line typescript/no-explicit-any -- a service's own answers
let as: Cast
let world: World
before(async () => {
  world = await openWorld()
  as = await tenon([], { egress: world.egress })
})
after(async () => {
  await as[Symbol.asyncDispose]()
  await world[Symbol.asyncDispose]()
})

const link = async (
  connector: string,
  auth: string,
  credential: object,
  origin?: string,
): Promise<string> =>
  (
    (await as.wang.call(createAccount, {
      title: connector,
      connector,
      auth: auth as 'none',
      credential: credential as Record<string, string>,
      ...(origin ? { origins: [origin] } : {}),
    })) as Row
  )['id'] as string

for (const sample of samples)
  test(`${sample.entry} ${sample.verb}: as ${sample.source} describes it`, async () => {
    const account = await link(sample.entry, sample.auth, sample.credential, sample.origin)
    world.answer(sample.answer, sample.status)
    const output = await as.wang.call(
      `connectors.${sample.entry}.${sample.verb}`,
      { account, ...sample.input },
      { key: 'key-of-the-caller' },
    )
    const { line, headers, body } = world.last()
    assert.equal(line, sample.line)
    for (const [name, value] of Object.entries(sample.headers ?? {}))
      assert.equal(headers[name], value, name)
    if (sample.body !== undefined)
      assert.deepEqual(typeof sample.body === 'string' ? body : JSON.parse(body), sample.body)
    assert.deepEqual(output, sample.output)
  })

test('dingtalk: the robot’s signature is over time and secret, in the address', async () => {
  const secret = 'SEC4f1a7c'
  const account = await link('dingtalk', 'hmac', { key: 'token-of-the-robot', secret })
  world.answer({ errcode: 0, errmsg: 'ok' })
  await as.wang.call('connectors.dingtalk.send', { account, text: '我就是我，是不一样的烟火' })
  const { line, body } = world.last()
  const url = new URL(`https://${line.split(' ')[1]}`)
  assert.equal(`${url.host}${url.pathname}`, 'oapi.dingtalk.com/robot/send')
  assert.equal(url.searchParams.get('access_token'), 'token-of-the-robot')
  const at = url.searchParams.get('timestamp')!
  assert.ok(Math.abs(Number(at) - Date.now()) < 60_000)
  const sign = createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64')
  assert.equal(url.searchParams.get('sign'), sign)
  assert.deepEqual(JSON.parse(body), {
    msgtype: 'text',
    text: { content: '我就是我，是不一样的烟火' },
  })
  await as.wang.call('connectors.dingtalk.send', {
    account,
    text: '#### 杭州天气',
    title: '杭州天气',
  })
  assert.deepEqual(JSON.parse(world.last().body), {
    msgtype: 'markdown',
    markdown: { title: '杭州天气', text: '#### 杭州天气' },
  })
  // What it answers when the signature is wrong: status 200, and a refusal in it.
  world.answer({ errcode: 310000, errmsg: 'sign not match' })
  const error = await as.wang.refuses('connectors.dingtalk.send', { account, text: 'x' }, 'invalid')
  assert.match(error.message, /sign not match \(310000\)/)
})

test('feishu: the signature stands in the message, its key is time and secret', async () => {
  const account = await link('feishu', 'hmac', { key: '7f2e-4711', secret: 'demo' })
  world.answer({ StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' })
  await as.wang.call('connectors.feishu.send', { account, text: 'request example' })
  const { line, body } = world.last()
  assert.equal(line, 'POST open.feishu.cn/open-apis/bot/v2/hook/7f2e-4711')
  const { timestamp, sign, ...message } = JSON.parse(body) as Row
  assert.deepEqual(message, { msg_type: 'text', content: { text: 'request example' } })
  assert.equal(sign, createHmac('sha256', `${timestamp}\ndemo`).digest('base64'))
  world.answer({
    code: 19021,
    msg: 'sign match fail or timestamp is not within one hour from current time',
  })
  await as.wang.refuses('connectors.feishu.send', { account, text: 'x' }, 'invalid')
})

test('a list of issues is read page by page, by the links that GitHub sends', async () => {
  const account = await link('github', 'bearer', { token: 'YOUR-TOKEN' })
  world.answer([{ number: 1347 }], 200, {
    link: '<https://api.github.com/repositories/1300192/issues?page=2>; rel="next", <https://api.github.com/repositories/1300192/issues?page=4>; rel="last"',
  })
  const input = { account, owner: 'octocat', repo: 'Hello-World' }
  const first = (await as.wang.call('connectors.github.issues', {
    ...input,
    state: 'open',
    limit: 1,
  })) as Row
  assert.equal(
    world.last().line,
    'GET api.github.com/repos/octocat/Hello-World/issues?state=open&per_page=1',
  )
  assert.deepEqual(first['items'], [{ number: 1347 }])
  world.answer([])
  const second = (await as.wang.call('connectors.github.issues', {
    ...input,
    cursor: first['next'],
  })) as Row
  assert.equal(world.last().line, 'GET api.github.com/repositories/1300192/issues?page=2')
  assert.deepEqual(second, { items: [] })
  await as.wang.refuses(
    'connectors.github.issues',
    { ...input, cursor: 'https://evil.example/' },
    'invalid',
  )
})

test('an account of another service is refused, and a refusal is in the service’s own words', async () => {
  const account = await link('gitlab', 'api_key', { key: 'x' }, 'https://work.acme.example')
  await as.wang.refuses('connectors.github.issues', { account, owner: 'a', repo: 'b' }, 'invalid')
  world.answer({ message: '401 Unauthorized' }, 401)
  const error = await as.wang.refuses(
    'connectors.gitlab.issues',
    { account, project: '1' },
    'reconnect',
  )
  assert.match(error.message, /401 Unauthorized/)
  await as.bo.refuses('connectors.gitlab.issues', { account, project: '1' }, 'notFound')
})

test('every entry that says it is verified by samples has one here; twenty are verified', async () => {
  const proven = new Set([...samples.map(({ entry }) => entry), 'dingtalk', 'feishu'])
  const said = entries.filter(({ proof }) => proof.by === 'samples').map(({ id }) => id)
  assert.deepEqual(
    said.filter((id) => !proven.has(id)),
    [],
  )
  const { items } = await as.wang.call(listEntries, { state: 'verified' })
  assert.ok(items.length >= 20, String(items.length))
  await as.of(nobody()).refuses(listEntries, {}, 'unauthenticated')
})
