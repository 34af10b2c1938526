import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { createConversation } from '#modules/chat'
import { claimDevice } from './actions/device.claim.ts'
import { nextCommands } from './actions/command.next.ts'
import { finishCommand } from './actions/command.finish.ts'
import { inviteDevice } from './actions/device.invite.ts'
import { reportTelemetry } from './actions/telemetry.report.ts'
import { at, claimed, hot, list, voiceOf, type Row } from './testing.ts'

let as: Cast
let zheng: Voice
let group: string
const oven = () => as.world.ids['devices.device.oven']!
before(async () => {
  as = await tenon()
  zheng = await as.person('zheng')
  const { conversation } = await as.lin.call(createConversation, {
    kind: 'group',
    name: '喷涂车间',
    people: [zheng.id, as.bo.id, as.chen.id],
  })
  group = conversation.id
})
after(() => as[Symbol.asyncDispose]())

interface Face {
  [field: string]: unknown
  command: { state: string }
  cleared: { reading: string }
}
test('a device claims its token once and is somebody of its own with one right', async () => {
  await as.lin.call('devices.device.update', { device: oven(), conversation: group })
  const { voice, code, token } = await claimed(as, oven())
  assert.deepEqual(
    [voice.actor.kind, voice.id, [...voice.actor.scopes.keys()]],
    ['device', oven(), ['devices.report']],
  )
  await as.nobody.refuses(claimDevice, { code }, 'noClaim')
  await as.nobody.refuses(claimDevice, { code: code.slice(0, -1) + 'x' }, 'noClaim')
  const me = (await voice.call('devices.device.me', {})) as { name: string; next: number }
  assert.deepEqual([me.name, me.next], ['喷涂烘房 Paint oven', 1])
  await voice.refuses('chat.message.list', { conversation: group }, 'forbidden')
  await voice.refuses('devices.device.list', {}, 'forbidden')
  await as.lin.refuses(reportTelemetry, { from: 1, samples: [hot(0, 1)] }, 'onlyDevices')
  // Renewed by itself: both work for a while.
  const { token: newer } = (await voice.call('devices.device.renew', {})) as { token: string }
  await voiceOf(as, newer)
  await voiceOf(as, token)
})

test('92 °C is an alarm in the group: acknowledged, ordered, stopped, cleared', async () => {
  const { voice } = await claimed(as, oven())
  const me = (await voice.call('devices.device.me', {})) as { next: number }
  await voice.call(reportTelemetry, {
    from: me.next,
    samples: [hot(20, 70), hot(21, 92), hot(22, 91)],
  })
  await as.kernel.idle()
  const [alarm] = await list(zheng, 'alarm', { state: 'open' })
  assert.deepEqual(
    [alarm!['value'], alarm!['severity'], alarm!['conversation']],
    [92, 'critical', group],
  )
  const talk = (await as.bo.call('chat.message.list', { conversation: group })) as {
    items: {
      kind: string
      sender?: string
      body?: { card?: { card: string }; speaker?: { name: string } }
    }[]
  }
  const said = talk.items.at(-1)!
  assert.deepEqual(
    [said.kind, said.sender, said.body?.speaker?.name],
    ['card', oven(), '喷涂烘房 Paint oven'],
  )
  const card = said.body!.card!.card
  const face = async () => ((await as.bo.call('cards.card.get', { card })) as { data: Face }).data
  assert.deepEqual(
    [(await face())['reading'], (await face())['limit'], (await face())['offers']],
    ['92 °C', '> 80 °C', '停机 Stop'],
  )

  // Of the group, but not its keeper: he may see to it, but not command it.
  await as.bo.refuses('devices.alarm.act', { alarm: alarm!.id }, 'forbidden')
  await as.stranger.refuses('devices.alarm.act', { alarm: alarm!.id }, 'notFound')
  await as.stranger.refuses('devices.device.get', { device: oven() }, 'notFound')
  await as.outsider.refuses('devices.device.get', { device: oven() }, 'notFound')
  await as.bo.call('devices.alarm.acknowledge', { alarm: alarm!.id, note: '我去看' })
  await as.bo.refuses('devices.alarm.acknowledge', { alarm: alarm!.id }, 'notOpen')
  await as.bo.refuses('devices.alarm.order', { alarm: alarm!.id }, 'noProject')
  await zheng.call('cards.card.press', { card, name: 'act', client_action_id: 'a' })

  const waiting = voice.call(nextCommands, { wait_s: 5 })
  const { commands } = await waiting
  assert.deepEqual(
    commands.map(({ name }) => name),
    ['stop'],
  )
  assert.deepEqual((await voice.call(nextCommands, {})).commands, commands)
  assert.deepEqual((await voice.call(nextCommands, { after: commands[0]!.no })).commands, [])
  await as.kernel.idle()
  assert.equal((await face()).command.state, 'delivered')
  await voice.call(finishCommand, {
    command: commands[0]!.command,
    state: 'done',
    result: { running: false },
  })
  await voice.call(reportTelemetry, { from: me.next + 3, samples: [hot(30, 76), hot(31, 74)] })
  await as.kernel.idle()
  const last = await face()
  assert.deepEqual(
    [last.command.state, last['state'], last.cleared.reading],
    ['done', 'cleared', '74 °C'],
  )
  assert.equal((await list(as.lin, 'device', { id: oven() }))[0]!['alarms'], 0)
})

test('a long poll is woken by a command', async () => {
  const { voice } = await claimed(as, oven())
  const [last] = (await list(as.lin, 'command', { device: oven() })).slice(-1)
  const started = Date.now()
  const waiting = voice.call(nextCommands, { after: Number(last!['no']), wait_s: 20 })
  await as.lin.refuses('devices.device.command', { device: oven(), command: 'interval' }, 'invalid')
  await as.lin.refuses(
    'devices.device.command',
    { device: oven(), command: 'interval', input: { seconds: 0 } },
    'invalid',
  )
  await as.lin.call('devices.device.command', {
    device: oven(),
    command: 'interval',
    input: { seconds: 5 },
  })
  const { commands } = await waiting
  assert.deepEqual(
    commands.map(({ input }) => input),
    [{ seconds: 5 }],
  )
  assert.ok(Date.now() - started < 5000)
})

test('kinds and rules are checked, and a rule that changes lets go of what it raised', async () => {
  const metric = { key: 'flow', title: 'Flow', unit: 'l/min' }
  const twice = { name: 'Pump', metrics: [metric, metric] }
  await as.lin.refuses('devices.kind.create', twice, 'invalid')
  await as.wang.refuses('devices.kind.create', { name: 'Pump' }, 'forbidden')
  const kind = (await as.lin.call('devices.kind.create', { ...twice, metrics: [metric] })) as Row
  const { id: pump } = (await as.lin.call('devices.device.create', {
    name: 'Pump 1',
    kind: kind.id,
  })) as Row
  const about = {
    name: 'Dry',
    kind: kind.id,
    metric: 'flow',
    comparison: 'lt',
    threshold: 5,
    severity: 'warning',
  }
  await as.lin.refuses('devices.rule.create', { ...about, metric: 'heat' }, 'invalid')
  await as.lin.refuses('devices.rule.create', { ...about, command: 'stop' }, 'invalid')
  await as.lin.refuses('devices.rule.create', { ...about, device: pump }, 'invalid')
  await as.lin.refuses('devices.rule.create', { ...about, comparison: 'silent' }, 'invalid')
  const rule = (await as.lin.call('devices.rule.create', about)) as Row
  const { voice } = await claimed(as, pump)
  await voice.call(reportTelemetry, { from: 1, samples: [{ values: { flow: 1 } }] })
  await as.kernel.idle()
  const alarms = () => list(as.lin, 'alarm', { device: pump })
  assert.deepEqual(
    (await alarms()).map(({ state }) => state),
    ['open'],
  )
  await as.lin.call('devices.rule.update', { rule: rule.id, threshold: 0.5 })
  await as.kernel.idle()
  assert.deepEqual(
    (await alarms()).map(({ state }) => state),
    ['cleared'],
  )
  // A metric that is taken out and put back keeps its number, so its history is its own.
  const other = { key: 'heat', title: 'Heat' }
  await as.lin.call('devices.kind.update', { kind: kind.id, metrics: [other] })
  await voice.call(reportTelemetry, { from: 2, samples: [{ values: { heat: 50 } }] })
  await as.lin.call('devices.kind.update', { kind: kind.id, metrics: [other, metric] })
  const range = (await as.lin.call('devices.telemetry.range', {
    device: pump,
    metric: 'flow',
    from: at(-60),
    points: 1,
  })) as { items: { mean: number }[] }
  assert.deepEqual(
    range.items.map(({ mean }) => mean),
    [1],
  )
  await as.lin.refuses('devices.kind.delete', { kind: kind.id }, 'invalid')
  await as.lin.call('devices.rule.delete', { rule: rule.id })
  await as.lin.call('devices.device.update', {
    device: pump,
    name: 'Pump one',
    conversation: group,
  })
  const things = async () =>
    (
      (await as.lin.call('chat.conversation.get', { conversation: group })) as {
        things: { name: string }[]
      }
    ).things.map(({ name }) => name)
  assert.ok((await things()).includes('Pump one'))
  await as.lin.call('devices.device.remove', { device: pump, conversation: group })
  assert.ok(!(await things()).includes('Pump one'))
})

test('whoever is taken out of the group follows its devices no longer', async () => {
  const stream = `devices.device:${oven()}`
  await as.kernel.mayJoin(stream, as.chen.actor)
  const told: string[][] = []
  const stop = as.kernel.onEvent(({ type, payload }) => {
    if (type === 'devices.device.left') told.push((payload as { people: string[] }).people)
  })
  await as.lin.call('chat.conversation.remove', { conversation: group, people: [as.chen.id] })
  await as.kernel.idle()
  stop()
  assert.ok(told.some((people) => people.includes(as.chen.id)))
  await assert.rejects(as.kernel.mayJoin(stream, as.chen.actor), { code: 'notFound' })
})

test('what only the module itself does stands on no door', async () => {
  const inner = [
    'devices.alarm.clear',
    'devices.alarm.face',
    'devices.alarm.raise',
    'devices.command.expire',
    'devices.command.take',
    'devices.device.adopt',
    'devices.device.lapse',
    'devices.device.leave',
    'devices.device.open',
    'devices.device.replace',
    'devices.device.return',
    'devices.device.settle',
    'devices.telemetry.pack',
  ]
  for (const name of inner) await as.lin.refuses(name, {}, 'notFound')
  // Devices from before there were records of them have one after the first start.
  const id = '0198cccc-0000-7000-8000-0000000000de'
  const { org } = as.lin.actor
  await as.owner(async (client) => {
    await client.query(`SELECT set_config('tenon.org', $1, false)`, [org])
    await client.query(
      `INSERT INTO parties.device (org, id, name, status) VALUES ($1, $2, 'Old clock', 'active')`,
      [org, id],
    )
    await client.query(
      `INSERT INTO kernel.job (org, id, module, action, input, key) VALUES ($1, gen_random_uuid(), 'devices', 'devices.device.adopt', '{}', 'adopt')`,
      [org],
    )
  })
  await as.kernel.idle()
  assert.deepEqual(
    (await list(as.lin, 'device', { id })).map(({ name, status }) => [name, status]),
    [['Old clock', 'active']],
  )
})

test('who falls silent is offline, with an alarm of its own; a word clears it', async () => {
  await as.lin.call('devices.rule.create', {
    name: '离线 Offline',
    device: oven(),
    comparison: 'silent',
    severity: 'warning',
  })
  await as.owner((client) =>
    client.query(
      `UPDATE devices.device SET seen_at = now() - interval '1 day'; UPDATE devices.kind SET offline_after_s = 1`,
    ),
  )
  const silentAlarm = async () =>
    (await list(as.lin, 'alarm', { comparison: 'silent', device: oven() }))[0]
  while (!(await silentAlarm())) await new Promise((done) => setTimeout(done, 100))
  assert.equal((await list(as.lin, 'device', { id: oven() }))[0]!['online'], false)
  const { voice } = await claimed(as, oven())
  const { next } = (await voice.call('devices.device.me', {})) as { next: number }
  await voice.call(reportTelemetry, { from: next, samples: [hot(59, 30)] })
  await as.kernel.idle()
  assert.equal((await silentAlarm())!['state'], 'cleared')
  const events = await as.owner(async (client) =>
    (
      await client.query<{ type: string }>(
        `SELECT type FROM kernel.event WHERE type LIKE 'devices.device.%' ORDER BY id`,
      )
    ).rows.map(({ type }) => type.slice(15)),
  )
  for (const type of ['alarmed', 'cleared', 'offline', 'online', 'finished', 'changed'])
    assert.ok(events.includes(type), type)
  assert.ok(!events.includes('reported'), 'reports are told and not stored')
})

test('a revoked device has nothing left within a second, and may come back with a new code', async () => {
  const { voice, token } = await claimed(as, oven())
  const waiting = voice.refuses(nextCommands, { after: 99, wait_s: 10 }, 'revoked')
  await as.bo.refuses('devices.device.revoke', { device: oven() }, 'forbidden')
  await as.lin.call('devices.device.command', { device: oven(), command: 'start' })
  const { voice: again } = await claimed(as, oven())
  assert.equal(await as.kernel.authenticate({ scheme: 'bearer', token }), undefined)
  await as.lin.call('devices.device.revoke', { device: oven() })
  await again.refuses(reportTelemetry, { from: 1, samples: [hot(0, 1)] }, 'revoked')
  await again.refuses(nextCommands, {}, 'revoked')
  assert.ok(
    (await list(as.lin, 'command', { device: oven() })).every(({ state }) => state !== 'queued'),
  )
  await waiting
  await claimed(as, oven())
  await as.lin.call('devices.device.retire', { device: oven() })
  await as.lin.refuses(inviteDevice, { device: oven() }, 'retired')
  assert.deepEqual(await as.lin.call('devices.device.watch', { device: oven() }), { groups: [] })
})
