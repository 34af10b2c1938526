import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { revocations } from '../testing.ts'
import { createGrant } from './grant.create.ts'
import { deleteGrant } from './grant.delete.ts'
import { createRole } from './role.create.ts'
import { deleteRole } from './role.delete.ts'
import { listRoles } from './role.list.ts'
import { updateRole } from './role.update.ts'

const clerk = { name: 'Clerk', scopes: ['directory.export'], range: 'department' as const }
const scopesOf = async (as: Cast, key: string) => (await as.person(key)).actor.scopes

test('a role reaches whoever it was granted to: person, department, post or group; the wider range wins', async () => {
  await using as = await tenon()
  const { role } = await as.lin!.call(createRole, clerk)
  const department = as.world.ids['directory.department.finance']!
  using told = revocations(as)
  const { grant } = await as.lin!.call(createGrant, {
    role,
    kind: 'department',
    holder: department,
  })
  assert.deepEqual(told.told, [{ org: as.lin!.actor.org }])
  assert.equal((await scopesOf(as, 'qian')).get('directory.export'), 'department')
  assert.equal((await scopesOf(as, 'chen')).get('directory.export'), undefined)

  const group = (await as.lin!.call('directory.group.create', { name: 'Exporters' })) as {
    id: string
  }
  await as.lin!.call('directory.group.add', { group: group.id, people: [as.qian!.id] })
  const wide = await as.lin!.call(createRole, { ...clerk, name: 'Wide', range: 'all' })
  await as.lin!.call(createGrant, { role: wide.role, kind: 'group', holder: group.id })
  assert.equal((await scopesOf(as, 'qian')).get('directory.export'), 'all')

  await as.lin!.call(updateRole, { role: wide.role, range: 'self' })
  assert.equal((await scopesOf(as, 'qian')).get('directory.export'), 'department')
  await as.lin!.call(deleteGrant, { grant })
  assert.equal((await scopesOf(as, 'qian')).get('directory.export'), 'self')
  assert.deepEqual(await as.lin!.call(deleteRole, { role: wide.role }), {
    deleted: wide.role,
    withdrawn: 1,
  })
  assert.equal((await scopesOf(as, 'qian')).get('directory.export'), undefined)
})

test('a department’s role reaches the departments below it', async () => {
  await using as = await tenon()
  const { role } = await as.lin!.call(createRole, clerk)
  await as.lin!.call(createGrant, {
    role,
    kind: 'department',
    holder: as.world.ids['directory.department.sales']!,
  })
  assert.equal((await scopesOf(as, 'oscar')).get('directory.export'), 'department')
})

test('nobody gives what he does not hold: neither by a role, nor by granting or changing one', async () => {
  await using as = await tenon()
  const { role: deputy } = await as.lin!.call(createRole, {
    name: 'Deputy',
    scopes: ['identity.roles', 'directory.manage'],
    range: 'subtree',
  })
  await as.lin!.call(createGrant, { role: deputy, kind: 'person', holder: as.he!.id })
  const { role: strong } = await as.lin!.call(createRole, {
    name: 'Strong',
    scopes: ['files.manage'],
    range: 'all',
  })
  const he = await as.person('he')

  const refused = await he.refuses(
    createRole,
    { name: 'Mine', scopes: ['directory.manage', 'audit.read'], range: 'subtree' },
    'notYours',
  )
  assert.deepEqual(refused.details, { scopes: ['audit.read'] })
  await he.refuses(
    createRole,
    { name: 'Mine', scopes: ['directory.manage'], range: 'all' },
    'notYours',
  )
  await he.refuses(createGrant, { role: strong, kind: 'person', holder: he.id }, 'notYours')
  for (const role of ['owner', 'admin', 'auditor'])
    await he.refuses(createGrant, { role, kind: 'person', holder: he.id }, 'notYours')
  const own = await he.call(createRole, {
    name: 'Mine',
    scopes: ['directory.manage'],
    range: 'department',
  })
  await he.refuses(updateRole, { role: own.role, range: 'all' }, 'notYours')
  await he.refuses(
    updateRole,
    { role: strong, scopes: ['directory.manage'], range: 'self' },
    'notYours',
  )
  await he.refuses(deleteRole, { role: strong }, 'notYours')
  await he.call(createGrant, { role: own.role, kind: 'person', holder: as.shan!.id })
  // An administrator holds every right and still makes no owner, nor unmakes one.
  const gao = await as.person('gao')
  await gao.refuses(createGrant, { role: 'owner', kind: 'person', holder: gao.id }, 'notYours')
  await gao.refuses(deleteGrant, { grant: await grantOf(as, 'owner', as.lin!.id) }, 'notYours')
})

test('an organisation keeps an owner', async () => {
  await using as = await tenon()
  const first = await grantOf(as, 'owner', as.lin!.id)
  await as.lin!.refuses(deleteGrant, { grant: first }, 'lastOwner')
  await as.gao!.refuses('directory.person.leave', { person: as.lin!.id }, 'invalid')
  await as.lin!.refuses(
    createGrant,
    { role: 'owner', kind: 'department', holder: as.world.ids['directory.department.it']! },
    'onlyPersons',
  )
  const { grant: second } = await as.lin!.call(createGrant, {
    role: 'owner',
    kind: 'person',
    holder: as.gao!.id,
  })
  await as.lin!.refuses(
    createGrant,
    { role: 'owner', kind: 'person', holder: as.gao!.id },
    'granted',
  )
  const gao = await as.person('gao')
  // Two owners who remove each other at the same moment: one of them stays.
  const results = await Promise.allSettled([
    as.lin!.call(deleteGrant, { grant: second }),
    gao.call(deleteGrant, { grant: first }),
  ])
  assert.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})

test('roles are an administrator’s business, and of his own organisation only', async () => {
  await using as = await tenon()
  const { role } = await as.lin!.call(createRole, clerk)
  await as.lin!.refuses(createRole, { ...clerk, name: 'clerk' }, 'nameTaken')
  await as.lin!.refuses(createRole, { ...clerk, name: 'Odd', scopes: ['no.such'] }, 'noScope')
  for (const [action, input] of [
    [createRole, { ...clerk, name: 'X' }],
    [listRoles, {}],
    [updateRole, { role }],
    [deleteRole, { role }],
    [createGrant, { role, kind: 'person', holder: as.chen!.id }],
  ] as const) {
    await as.stranger!.refuses(action, input, 'forbidden')
    await as.nobody.refuses(action, input, 'unauthenticated')
  }
  await as.outsider!.refuses(updateRole, { role, name: 'Stolen' }, 'notFound')
  await as.outsider!.refuses(deleteRole, { role }, 'notFound')
  await as.outsider!.refuses(
    createGrant,
    { role, kind: 'person', holder: as.outsider!.id },
    'noRole',
  )
  await as.lin!.refuses(createGrant, { role, kind: 'person', holder: as.outsider!.id }, 'noHolder')
  await as.lin!.refuses(
    createGrant,
    { role: 'member', kind: 'person', holder: as.chen!.id },
    'noRole',
  )
  const { items } = await as.lin!.call(listRoles, {})
  assert.deepEqual(
    items.slice(0, 4).map(({ id, built_in }) => [id, built_in]),
    [
      ['owner', true],
      ['admin', true],
      ['auditor', true],
      ['member', true],
    ],
  )
  assert.equal(items.find(({ id }) => id === role)!.range, 'department')
  await as.lin!.refuses(updateRole, { role, rev: 7, name: 'Late' }, 'conflict')
})

async function grantOf(as: Cast, role: string, holder: string): Promise<string> {
  const { items } = (await as.lin!.call('identity.grant.list', { where: { role, holder } })) as {
    items: { id: string }[]
  }
  return items[0]!.id
}
