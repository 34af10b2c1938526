import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { nextCommands } from './actions/command.next.ts'
import { finishCommand } from './actions/command.finish.ts'
import { reportTelemetry } from './actions/telemetry.report.ts'
import { at, claimed, hot, list, type Row } from './testing.ts'

let as: Cast
const oven = () => as.world.ids['devices.device.oven']!
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

test('reports are stored once, in order, and say what never came', async () => {
  const { voice } = await claimed(as, oven())
  const first = { from: 1, samples: [hot(0, 20), hot(1, 20.5), hot(2, 21)] }
  assert.equal((await voice.call(reportTelemetry, first)).next, 4)
  assert.deepEqual(
    await voice.call(reportTelemetry, first).then(({ next, taken }) => [next, taken]),
    [4, 0],
  )
  const more = {
    from: 3,
    samples: [hot(2, 21), { at: at(3), values: { temperature: 22, odd: 1 } }],
  }
  const answer = await voice.call(reportTelemetry, more)
  assert.deepEqual([answer.next, answer.taken, answer.ignored], [5, 1, ['odd']])
  await voice.call(reportTelemetry, { from: 9, samples: [hot(8, 23)] })
  const [device] = await list(as.lin, 'device', { id: oven() })
  assert.deepEqual([device!['missing'], device!['next_seq'], device!['online']], [4, 10, true])
  const points = (await as.lin.call('devices.telemetry.list', { device: oven(), limit: 3 })) as {
    items: { value: number }[]
    next: string
  }
  const rest = (await as.lin.call('devices.telemetry.list', {
    device: oven(),
    cursor: points.next,
  })) as { items: { value: number }[]; next?: string }
  assert.deepEqual(
    [...points.items, ...rest.items].map(({ value }) => value),
    [20, 20.5, 21, 22, 23],
  )
  const range = async () =>
    (await as.lin.call('devices.telemetry.range', {
      device: oven(),
      metric: 'temperature',
      from: at(-60),
    })) as { items: { count: number; most: number }[] }
  const before = await range()
  assert.equal(
    before.items.reduce((sum, { count }) => sum + count, 0),
    5,
  )
  await as.owner((client) =>
    client.query(`UPDATE kernel.job SET run_at = now() WHERE action = 'devices.telemetry.pack'`),
  )
  await as.kernel.idle()
  assert.deepEqual(await range(), before)
  const left = await as.owner(
    async (client) =>
      (await client.query('SELECT 1 FROM devices.report WHERE device = $1', [oven()])).rowCount,
  )
  assert.equal(left, 0)
  const again = (await as.lin.call('devices.telemetry.list', { device: oven() })) as {
    items: { value: number }[]
    next?: string
  }
  assert.deepEqual(
    [again.items.map(({ value }) => value), again.next],
    [[20, 20.5, 21, 22, 23], undefined],
  )
})

test('many devices share a transaction, each with its own answer; none reports as another', async () => {
  const kind = as.world.ids['devices.kind.sensor']!
  const voices = await Promise.all(
    Array.from({ length: 6 }, async (_, n) => {
      const { id } = (await as.lin.call('devices.device.create', {
        name: `Many ${n}`,
        kind,
      })) as Row
      return (await claimed(as, id)).voice
    }),
  )
  const reports = voices.flatMap((voice, n) =>
    [1, 2, 3].map((from) => voice.call(reportTelemetry, { from, samples: [hot(from, n)] })),
  )
  assert.deepEqual(
    (await Promise.all(reports)).map(({ next }) => next),
    voices.flatMap(() => [2, 3, 4]),
  )
  const [first, second] = voices
  const points = async (device: string) =>
    (
      (await as.lin.call('devices.telemetry.list', { device })) as { items: { value: number }[] }
    ).items.map(({ value }) => value)
  assert.deepEqual(await points(first!.id), [0, 0, 0])
  assert.deepEqual(await points(second!.id), [1, 1, 1])
  await as.lin.call('devices.device.command', { device: first!.id, command: 'start' })
  const { commands } = await first!.call(nextCommands, {})
  await second!.refuses(
    finishCommand,
    { command: commands[0]!.command, state: 'done' },
    'noCommand',
  )
  await as.outsider.refuses(
    'devices.telemetry.range',
    { device: first!.id, metric: 'temperature', from: at(0) },
    'notFound',
  )
  await as.wang.refuses('devices.telemetry.list', { device: first!.id }, 'notFound')
  await as.owner((client) =>
    client.query(`UPDATE kernel.job SET run_at = now() WHERE action = 'devices.command.expire'`),
  )
  await as.kernel.idle()
  assert.deepEqual(
    (await list(as.lin, 'command', { device: first!.id })).map(({ state }) => state),
    ['expired'],
  )
  // What it did after all is what happened.
  await first!.call(finishCommand, {
    command: commands[0]!.command,
    state: 'failed',
    error: 'jammed',
  })
  assert.deepEqual(
    (await list(as.lin, 'command', { device: first!.id })).map(({ state, error }) => [
      state,
      error,
    ]),
    [['failed', 'jammed']],
  )
})
