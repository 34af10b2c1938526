import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { anyOf, defineEntity, defineModule, newId, ref, scope, T, type Actor } from '#kernel'
import { readMigrations } from '../../../kernel/migrate.ts'
import { planOf } from '../../../kernel/records/plan.ts'
import { makeRegistry } from '../../../kernel/registry.ts'
import { ROOT, SEED, stage, type Cast, type Voice } from '../../../kernel/testing.ts'
import { randomOf, type Random } from '../differential/random.ts'
import { assignSlots } from './shape.ts'

const Team = defineEntity({
  id: 'app_staff.team',
  title: 'Team',
  layout: 'shared',
  shared: { id: '0198ffff-0000-7000-8000-000000000001', keys: { name: 'f1', hidden: 'f2' } },
  fields: { name: T.String({ maxLength: 50 }), hidden: T.Boolean() },
  access: {
    read: { where: anyOf(scope('app_staff.all'), { hidden: false }) },
    create: {},
    update: {},
  },
  actions: ['list', 'create'],
})
const masked = scope('app_staff.all')
const Member = defineEntity({
  id: 'app_staff.member',
  title: 'Member',
  layout: 'shared',
  search: ['name', 'nickname'],
  shared: {
    id: '0198ffff-0000-7000-8000-000000000002',
    keys: {
      name: 'f1',
      owner: 'f2',
      pay: 'f3',
      code: 'f4',
      grade: 'f5',
      nickname: 'f6',
      team: 'f7',
      traits: 'f8',
    },
    unique: [['code']],
  },
  fields: {
    name: T.String({ maxLength: 50 }),
    owner: T.Id(),
    pay: T.Optional(T.Money()),
    code: T.Optional(T.String({ maxLength: 50 })),
    grade: T.Optional(T.Integer()),
    nickname: T.Optional(T.String({ maxLength: 50 })),
    team: T.Optional(ref('app_staff.team')),
    traits: T.Optional(T.Array(T.String())),
  },
  access: {
    read: {
      where: anyOf(scope('app_staff.all'), { owner: '$actor.id' }),
      fields: {
        pay: masked,
        code: masked,
        grade: masked,
        nickname: masked,
        team: masked,
        traits: masked,
      },
    },
    create: {},
    update: {},
    delete: {},
  },
  actions: ['get', 'list', 'aggregate', 'history', 'create', 'update', 'delete'],
})
const staff = defineModule({
  id: 'app_staff',
  title: 'Staff',
  version: 1,
  publisher: 'test',
  partnerType: 'base',
  firstParty: false,
  needs: [],
  entities: [Team, Member],
  actions: [],
  scopes: {
    'app_staff.use': { title: 'Use', roles: ['member'] },
    'app_staff.all': { title: 'All', roles: [] },
  },
})
const LOW = newId()
const HIGH = newId()
const person = (org: string, id: string, ...scopes: string[]): Actor => ({
  kind: 'person',
  id,
  org,
  name: id,
  departments: [],
  subtree: [],
  groups: [],
  roles: [],
  scopes: new Map(['app_staff.use', ...scopes].map((each) => [each, 'all'])),
})
const SECRET = ['pay', 'code', 'grade', 'nickname', 'team', 'traits'] as const

/** Two organisations that differ only in what somebody may not read have to look the same to him. */
describe(`what may not be read cannot be asked for (TENON_SEED=${SEED})`, () => {
  let as: Cast
  const worlds: {
    low: Voice
    high: Voice
    names: Map<string, string>
    members: string[]
    teams: string[]
  }[] = []
  before(async () => {
    as = await stage({
      registry: makeRegistry([staff]),
      migrations: await readMigrations('kernel', join(ROOT, 'kernel', 'migrations')),
    })
    // The second of each pair differs in secrets; the second pair lies in typed slots.
    for (const [grown, secrets] of [
      [false, 1],
      [false, 2],
      [true, 1],
      [true, 2],
    ] as const)
      await plant(grown, secrets)
  })
  after(() => as[Symbol.asyncDispose]())

  async function plant(grown: boolean, secrets: number): Promise<void> {
    const org = newId()
    if (grown)
      for (const entity of [Team, Member])
        await as.owner((client) =>
          client.query(
            "INSERT INTO rec.shape (org, entity, state, slots) VALUES ($1, $2, 'ready', $3)",
            [org, entity.shared!.id, JSON.stringify(assignSlots(planOf(entity)))],
          ),
        )
    const random = randomOf(secrets)
    const [low, high] = [as.of(person(org, LOW)), as.of(person(org, HIGH, 'app_staff.all'))]
    const names = new Map<string, string>()
    const create = async (noun: string, draft: Record<string, unknown>): Promise<string> => {
      const { id } = (await high.call(`app_staff.${noun}.create`, draft)) as { id: string }
      names.set(id, String(draft['name']))
      return id
    }
    const teams = [
      await create('team', { name: 'open', hidden: false }),
      await create('team', { name: `closed ${secrets}`, hidden: true }),
    ]
    const members: string[] = []
    const secret = (index: number) => ({
      ...(random.chance(0.8)
        ? { pay: { amount: String(random.below(9000)), currency: random.any(['CNY', 'EUR']) } }
        : {}),
      ...(random.chance(0.8) ? { code: `${secrets}-${index}` } : {}),
      ...(random.chance(0.8) ? { grade: random.below(20) } : {}),
      ...(random.chance(0.8) ? { nickname: `nick ${random.below(5)}` } : {}),
      ...(random.chance(0.8) ? { team: random.any(teams) } : {}),
      ...(random.chance(0.8) ? { traits: random.any([['calm'], ['loud', 'calm'], []]) } : {}),
    })
    for (let index = 0; index < 25; index++) {
      members.push(await create('member', { name: `m${index % 20}`, owner: LOW, ...secret(index) }))
      for (let hidden = 0; hidden < random.below(3); hidden++)
        await create('member', {
          name: `m${random.below(30)}`,
          owner: HIGH,
          ...secret(1000 + index * 5 + hidden),
        })
    }
    for (const index of [3, 4])
      await high.call('app_staff.member.update', {
        member: members[index]!,
        grade: random.below(99),
        nickname: null,
      })
    worlds.push({ low, high, names, members, teams })
  }

  /** What he is told, with names for ids and without times. */
  const told = async (
    world: (typeof worlds)[number],
    verb: string,
    input: object,
  ): Promise<unknown> => {
    const answer = await world.low
      .call(`app_staff.member.${verb}`, input)
      .catch((error: { code?: string; message: string; details?: object }) => ({
        refused: error.code,
        says: error.message,
        details: error.details,
      }))
    const plain = JSON.stringify(answer, (key, value: unknown) =>
      ['created_at', 'updated_at', 'at', 'next'].includes(key) ? undefined : value,
    )
    return JSON.parse(
      plain.replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}/g, (id) => world.names.get(id) ?? id),
    )
  }
  const same = async (
    verb: string,
    input: (world: (typeof worlds)[number]) => object,
  ): Promise<unknown> => {
    const all = []
    for (const world of worlds) all.push(await told(world, verb, input(world)))
    for (const each of all)
      assert.deepEqual(each, all[0], `${verb} ${JSON.stringify(input(worlds[0]!))}`)
    return all[0]
  }

  test('by filtering, sorting, grouping, measuring, searching or expanding', async () => {
    const random = randomOf(SEED)
    for (let at = 0; at < 250; at++) {
      const field = random.any(SECRET)
      const where = condition(field, random)
      if (random.chance(0.35)) {
        const [by, measure] = [
          random.any([[], ['code'], ['grade'], ['pay'], ['name', 'nickname']]),
          random.any(['sum', 'min', 'max', 'avg']),
        ]
        const measures = { n: 'count', m: { [measure]: random.any(['grade', 'pay']) } }
        await same('aggregate', () => ({
          where,
          ...(by.length ? { by } : {}),
          measures,
        }))
      } else {
        const sort = random
          .any([[], [field], [`-${field}`], ['name', `-${field}`]])
          .filter((key) => !key.endsWith('traits'))
        const limit = random.any([3, 100])
        const search = random.chance(0.2) ? { search: random.any(['nick', 'm1', '1-']) } : {}
        const expand = random.chance(0.3) ? { expand: ['team'] } : {}
        await same('list', () => ({
          where,
          ...(sort.length ? { sort } : {}),
          ...search,
          ...expand,
          limit,
        }))
      }
    }
    const all = (await same('list', () => ({ limit: 100 }))) as { items: object[] }
    assert.equal(all.items.length, 25, 'he sees his own')
    assert.ok(all.items.every((item) => !SECRET.some((field) => field in item)))
  })

  test('by its history, by writing what collides, or by pointing at it', async () => {
    for (const index of [3, 4, 5])
      await same('history', ({ members }) => ({ member: members[index]! }))
    for (const code of ['1-3', '2-3', '1-1005', '2-1005', 'never'])
      await same('create', () => ({ name: 'x', owner: LOW, code }))
    for (const code of ['1-3', '2-3', 'never'])
      await same('update', ({ members }) => ({ member: members[0]!, code }))
    // A team that is hidden, and one that is not there.
    const outcomes = []
    for (const team of [worlds[0]!.teams[1]!, newId()])
      outcomes.push(
        await worlds[0]!.low.refuses(
          'app_staff.member.create',
          { name: 'x', owner: LOW, team },
          'invalid',
        ),
      )
    assert.equal(outcomes[0]!.message, outcomes[1]!.message)
    assert.deepEqual(outcomes[0]!.details, outcomes[1]!.details)
  })
})

function condition(field: (typeof SECRET)[number], random: Random): object {
  if (field === 'traits') return { traits: random.any([null, { has: 'calm' }, { ne: null }]) }
  if (field === 'team') return { team: random.any<unknown>([null, { ne: null }]) }
  const value = {
    pay: String(random.below(9000)),
    code: `${random.any([1, 2])}-${random.below(25)}`,
    grade: random.below(20),
    nickname: 'nick 1',
  }[field]
  const one = {
    [field]: random.any<unknown>([
      value,
      null,
      { ne: value },
      { gt: value },
      { lte: value },
      { in: [value] },
    ]),
  }
  return random.any<object>([
    one,
    { not: one },
    { or: [one, { name: 'm1' }] },
    { and: [one, { not: { name: 'm2' } }] },
  ])
}
