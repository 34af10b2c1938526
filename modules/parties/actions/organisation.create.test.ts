import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { OPERATOR_ORG } from '#kernel'
import { tenon, type Cast } from '#kernel/testing'
import { createOrganisation } from './organisation.create.ts'
import { getOwnOrganisation } from './organisation.mine.ts'
import { renameOrganisation } from './organisation.rename.ts'
import { resumeOrganisation } from './organisation.resume.ts'
import { suspendOrganisation } from './organisation.suspend.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

/** The right scope in the wrong organisation. */
const misplaced = () => as.of({ ...as.operator.actor, org: as.world.orgs['yuanshan']! })
const listed = async (): Promise<string[]> => {
  const { items } = (await as.operator.call('parties.organisation.list', { sort: ['name'] })) as {
    items: { name: string }[]
  }
  return items.map(({ name }) => name)
}

test('the operator admits organisations of every kind; a company’s owner cannot', async () => {
  const vendor = {
    name: '听风 Tingfeng',
    kind: 'vendor',
    vendor_type: 'hardware',
    slug: 'tingfeng',
  } as const
  await as.lin!.refuses(createOrganisation, vendor, 'forbidden')
  await misplaced().refuses(createOrganisation, vendor, 'notOperator')
  await as.stranger!.refuses(createOrganisation, vendor, 'forbidden')
  await as.nobody.refuses(createOrganisation, vendor, 'unauthenticated')
  await as.operator.call(createOrganisation, vendor)
  await as.operator.refuses(createOrganisation, vendor, 'slugTaken')
  await as.operator.call(createOrganisation, { name: '新芽', kind: 'company' })
  await as.operator.call(createOrganisation, { name: '新芽', kind: 'company' })
  assert.ok((await listed()).includes(vendor.name))
})

test('a company does not see the others, only itself', async () => {
  await as.lin!.refuses('parties.organisation.list', {}, 'forbidden')
  assert.deepEqual(await misplaced().call('parties.organisation.list', {}), { items: [] })
  await misplaced().refuses(
    'parties.organisation.get',
    { organisation: as.world.orgs['jiangnan']! },
    'notFound',
  )
  const { id, name, kind } = await as.stranger!.call(getOwnOrganisation, {})
  assert.deepEqual(
    [id, name, kind],
    [as.world.orgs['yuanshan'], '远山自行车 Yuanshan Bikes', 'company'],
  )
  await as.nobody.refuses(getOwnOrganisation, {}, 'unauthenticated')
})

test('a company names itself, and nobody else', async () => {
  await as.stranger!.refuses(renameOrganisation, { name: 'X' }, 'forbidden')
  await as.outsider!.call(renameOrganisation, { name: '江南骑行俱乐部', timezone: 'Asia/Shanghai' })
  for (const timezone of ['+08:00', 'Mars/Olympus', ''])
    await as.outsider!.refuses(renameOrganisation, { name: 'X', timezone }, 'invalid')
  assert.ok((await listed()).includes('江南骑行俱乐部'))
  assert.equal((await as.lin!.call(getOwnOrganisation, {})).name, '远山自行车 Yuanshan Bikes')
})

test('a suspended organisation is told to everyone who keeps its people’s rights', async () => {
  const organisation = as.world.orgs['jiangnan']!
  const revoked: unknown[] = []
  const stop = as.kernel.onRevoked((who) => void revoked.push(who))
  await misplaced().refuses(suspendOrganisation, { organisation }, 'notFound')
  await as.stranger!.refuses(suspendOrganisation, { organisation }, 'forbidden')
  await as.operator.refuses(suspendOrganisation, { organisation: OPERATOR_ORG }, 'operatorStays')
  assert.deepEqual(await as.operator.call(suspendOrganisation, { organisation }), {
    status: 'suspended',
  })
  assert.deepEqual(revoked, [{ org: organisation }])
  await misplaced().refuses(resumeOrganisation, { organisation }, 'notFound')
  assert.deepEqual(await as.operator.call(resumeOrganisation, { organisation }), {
    status: 'active',
  })
  stop()
})
