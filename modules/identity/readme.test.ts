import assert from 'node:assert/strict'
import { test } from 'node:test'
import { tenon } from '#kernel/testing'
import { createGrant } from './actions/grant.create.ts'
import { createRole } from './actions/role.create.ts'
import { createToken } from './actions/token.create.ts'

test('the example of the README', async () => {
  await using as = await tenon()
  const finance = as.world.ids['directory.department.finance']!
  const { role } = await as.lin!.call(createRole, {
    name: 'Exporter',
    scopes: ['directory.export'],
    range: 'department',
  })
  await as.lin!.call(createGrant, { role, kind: 'department', holder: finance })
  const { token } = await as.lin!.call(createToken, {
    name: 'Phone book',
    scopes: ['directory.read'],
  })

  assert.equal((await as.person('zhao')).actor.scopes.get('directory.export'), 'department')
  const reader = await as.kernel.authenticate({ scheme: 'bearer', token })
  assert.deepEqual([...reader!.scopes.keys()], ['directory.read'])
})
