import { randomInt } from 'node:crypto'
import type { Sample, World } from '#kernel/world'
import { createGrant } from './actions/grant.create.ts'
import { createRole } from './actions/role.create.ts'
import { plantAccount } from './actions/account.plant.ts'
import { hashPassword } from './hash.ts'
import { SAMPLE_PASSWORD } from './sample.ts'

/** Owners and other built-in roles of the sample people; everyone else is a member. */
export const grants = [
  { key: 'lin', role: 'owner' },
  { key: 'gao', role: 'admin' },
  { key: 'lucy', role: 'auditor' },
  { key: 'outsider', role: 'owner' },
] as const

/** 部门经理: what heads of department need for their own people, and no further. */
export const managerRole = {
  name: '部门经理 Department head',
  description: 'Changes people of one’s own departments and those below.',
  scopes: ['directory.manage'],
  range: 'subtree',
} as const
export const managers = ['chen', 'zhou'] as const

export const sample: Sample = {
  order: 30,
  async plant(world) {
    // One password and one hash for all of them: thirty hashes would be half a second of start-up.
    const password = samplePassword()
    world.ids[SAMPLE_PASSWORD] = password
    const password_hash = await hashPassword(password)
    for (const [key, person] of Object.entries(world.people)) {
      const org = world.orgs[world.orgOf[key]!]!
      const { name, ...contact } = await detailsOf(world, org, person)
      await world.kernel.call(
        plantAccount,
        { person, name, ...contact, password_hash },
        world.operator(org),
        { door: 'module' },
      )
    }
    for (const { key, role } of grants) await grant(world, key, role)
    const { role } = await world.kernel.call(
      createRole,
      { ...managerRole, scopes: [...managerRole.scopes] },
      world.operator(world.orgs['yuanshan']!),
      { door: 'setup' },
    )
    world.ids['identity.role.manager'] = role
    for (const key of managers) await grant(world, key, role)
  },
}

const grant = (world: World, key: string, role: string) =>
  world.kernel.call(
    createGrant,
    { role, kind: 'person', holder: world.people[key]! },
    world.operator(world.orgs[world.orgOf[key]!]!),
    { door: 'setup' },
  )

async function detailsOf(world: World, org: string, person: string) {
  const [row] = await world.kernel.database.reader(org).sql<{
    name: string
    email: string
    mobile: string
  }>`
    SELECT name, email, mobile FROM directory.person WHERE org = ${org} AND id = ${person}`
  return row!
}

/** Easy to read aloud in a demonstration, and different on every server. */
const samplePassword = (): string =>
  Array.from({ length: 3 }, () =>
    Array.from({ length: 4 }, () => 'abcdefghjkmnpqrstuvwxyz23456789'[randomInt(31)]!).join(''),
  ).join('-')
