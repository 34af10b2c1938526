import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { memoryBus } from '#engines/bus'
import type { Kernel, Revocation, StreamEvent } from '#kernel'
import { makeSecrets } from '#kernel/secrets'
import { open, ROOT, tenon, type Cast } from '#kernel/testing'
import { discover } from '../../kernel/discover.ts'
import { passwordOf } from '../../modules/identity/testing.ts'
import { until } from './until.ts'

/** Three kernels on one database: two that wake each other, and the stage's own, which nobody wakes. */
let as: Cast
let near: Awaited<ReturnType<typeof open>>
let far: Awaited<ReturnType<typeof open>>
let conversation: string
const bus = memoryBus()

before(async () => {
  as = await tenon()
  near = await open((await discover(ROOT)).registry, as.config.app, { bus: bus() })
  far = await open((await discover(ROOT)).registry, as.config.app, { bus: bus() })
  const made = (await as.lin.call('chat.conversation.create', {
    kind: 'group',
    name: 'nodes',
    people: [as.wang.id],
  })) as { conversation: { id: string } }
  conversation = made.conversation.id
})
after(async () => {
  await far[Symbol.asyncDispose]()
  await near[Symbol.asyncDispose]()
  await as[Symbol.asyncDispose]()
})

const all = (): readonly Kernel[] => [near.kernel, far.kernel, as.kernel]
const send = (kernel: Kernel, text: string, key?: string) =>
  kernel.call('chat.message.send', { conversation, text }, as.lin.actor, {
    door: 'test',
    ...(key === undefined ? {} : { key }),
  }) as Promise<{ id: string; seq: number }>

/** What this test writes itself. */
const TEXT = /"text":"([ab]\d+|farewell)"/

/** What every node tells its sockets of the conversation while `work` runs. */
async function heard(
  work: () => Promise<unknown>,
  done: (events: readonly StreamEvent[]) => boolean,
): Promise<StreamEvent[][]> {
  const lists = all().map(() => [] as StreamEvent[])
  const stops = all().map((kernel, at) =>
    kernel.onEvent((event) => {
      if (TEXT.test(JSON.stringify(event.payload))) lists[at]!.push(event)
    }),
  )
  try {
    await work()
    for (const [at, events] of lists.entries())
      await until(
        () => done(events),
        () => `node ${at} heard ${events.length}`,
      )
    return lists
  } finally {
    for (const stop of stops) stop()
  }
}

test('who starts is known to those who live before he serves', () => {
  for (const kernel of all().slice(1)) assert.equal(kernel.otherNodes().length, 2)
})

test('what one node commits every node tells its sockets, woken or not, each event once', async () => {
  const lists = await heard(
    async () => {
      for (let n = 0; n < 20; n++)
        await Promise.all([send(near.kernel, `a${n}`), send(far.kernel, `b${n}`)])
    },
    (events) => events.length >= 40,
  )
  for (const events of lists) {
    const numbers = events.map(({ seq }) => seq!).toSorted((a, b) => a - b)
    assert.deepEqual(
      numbers,
      Array.from({ length: 40 }, (_, at) => numbers[0]! + at),
    )
  }
  // Of another node it comes in commit order.
  const foreign = lists[2]!.map(({ seq }) => seq!)
  assert.deepEqual(
    foreign,
    foreign.toSorted((a, b) => a - b),
  )
})

test('an idempotency key is one act, whichever nodes are asked', async () => {
  const answers = await Promise.all(all().map((kernel) => send(kernel, 'once', 'the-same-key')))
  assert.equal(new Set(answers.map(({ id }) => id)).size, 1)
})

test('a signal reaches the nodes that can be woken; it is not stored', async () => {
  const told: string[] = []
  const stop = far.kernel.onEvent((event) => {
    if (event.seq === undefined) told.push(event.type)
  })
  await near.kernel.call('chat.typing.start', { conversation }, as.lin.actor, { door: 'test' })
  await until(
    () => told.length > 0,
    () => 'no signal came',
  )
  stop()
  assert.deepEqual(told, ['chat.typing.started'])
})

test('a right that ends on one node ends on all within a second, also where no wake-up comes', async () => {
  const { session } = (await near.kernel.call(
    'identity.session.create',
    { login: 'wang.fang@yuanshan.example', password: passwordOf(as), device: 'Test' },
    as.nobody.actor,
    { door: 'test' },
  )) as { session: string }
  const credential = { scheme: 'session', token: session } as const
  const actors = await Promise.all(all().map((kernel) => kernel.authenticate(credential)))
  assert.ok(actors.every((actor) => actor?.id === as.wang.id))
  const told: (Revocation & { at: number })[][] = [[], [], []]
  const stops = all().map((kernel, at) =>
    kernel.onRevoked((who) => void told[at]!.push({ ...who, at: Date.now() })),
  )
  const ended = Date.now()
  await near.kernel.call('identity.session.end', {}, actors[0]!, { door: 'test' })
  for (const [at, list] of told.entries())
    await until(
      () => list.some((who) => who.session === actors[0]!.session),
      () => `node ${at} was not told`,
    )
  for (const stop of stops) stop()
  for (const [who] of told) assert.ok(who!.at - ended < 1000, `${who!.at - ended} ms`)
  for (const kernel of all()) assert.equal(await kernel.authenticate(credential), undefined)
})

test('a setting changed on one node is in force on the others', async () => {
  const days = async (kernel: Kernel) =>
    (
      (await kernel.call('audit.settings.get', {}, as.lin.actor, { door: 'test' })) as {
        keep_days: number
      }
    ).keep_days
  const was = await Promise.all(all().map(days))
  assert.equal(new Set(was).size, 1)
  await far.kernel.call('audit.settings.update', { keep_days: was[0]! + 7 }, as.lin.actor, {
    door: 'test',
  })
  for (const kernel of all())
    await until(
      async () => (await days(kernel)) === was[0]! + 7,
      () => 'an old setting is in force',
      2000,
    )
})

test('a job runs once, whoever takes it', async () => {
  const notices = () =>
    as.owner(async (client) => {
      const { rows } = await client.query(
        `SELECT count(*)::int AS n FROM notify.notice WHERE person = '${as.wang.id}' AND kind = 'test.once'`,
      )
      return rows[0].n as number
    })
  const { moduleActor } = await import('#kernel/actor')
  const before = await notices()
  for (let n = 0; n < 10; n++)
    await all()[n % 3]!.call(
      'notify.notice.send',
      { people: [as.wang.id], kind: 'test.once', title: `n${n}` },
      moduleActor('approval', as.wang.actor.org, []),
      { door: 'module' },
    )
  for (const kernel of all()) await kernel.idle()
  assert.equal(await notices(), before + 10)
  const left = await as.owner((client) =>
    client.query(`SELECT count(*)::int AS n FROM kernel.job WHERE state = 'dead'`),
  )
  assert.deepEqual(left.rows, [{ n: 0 }])
})

test('a node with another master key is refused with what to do', async () => {
  const { registry } = await discover(ROOT)
  await assert.rejects(
    open(registry, as.config.app, { secrets: makeSecrets(new Uint8Array(32).fill(9)) }),
    /TENON_MASTER_KEY_FILE/,
  )
})

test('a node that goes is forgotten, and nothing of its last words is lost', async () => {
  const third = await open((await discover(ROOT)).registry, as.config.app, { bus: bus() })
  await until(
    () => near.kernel.otherNodes().length === 3,
    () => 'the third is not known',
  )
  const lists = await heard(
    async () => {
      await send(third.kernel, 'farewell')
      await third[Symbol.asyncDispose]()
    },
    (events) => events.length >= 1,
  )
  assert.equal(lists.length, 3)
  await until(
    () => near.kernel.otherNodes().length === 2,
    () => 'the third is still counted',
  )
})
