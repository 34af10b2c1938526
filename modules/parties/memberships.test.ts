import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { T, defineAction, newId } from '#kernel'
import { tenon, type Cast } from '#kernel/testing'
import { addMembership, membershipsOf, removeMembership, useMembership } from './memberships.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

const join = defineAction({
  id: 'parties.membership.join',
  kind: 'command',
  effect: 'local',
  title: 'Join',
  description: 'What identity and directory do.',
  input: T.Object(
    { account: T.Id(), person: T.Id(), then: T.Optional(T.Enum(['use', 'remove'])) },
    { additionalProperties: false },
  ),
  output: T.Null(),
  silent: 'a test',
  scope: 'member',
}).run(async ({ account, person, then }, ctx) => {
  await addMembership(ctx, { account, organisation: ctx.org, person })
  if (then === 'use') await useMembership(ctx, person)
  if (then === 'remove') await removeMembership(ctx, person)
  return null
})

test('an account has one person in each organisation, the last used first', async () => {
  const account = newId()
  const [here, there] = [newId(), newId()]
  const held = async () => {
    const list = await membershipsOf(as.kernel.database.reader(as.lin!.actor.org).sql, account)
    return list.map(({ person, organisation_name }) => [person, organisation_name])
  }
  await as.lin!.call(join, { account, person: here })
  await as.lin!.call(join, { account, person: here, then: 'use' })
  await as.outsider!.call(join, { account, person: there })
  const [yuanshan, jiangnan] = ['远山自行车 Yuanshan Bikes', '江南骑行 Jiangnan Riding']
  assert.deepEqual(await held(), [
    [here, yuanshan],
    [there, jiangnan],
  ])
  await as.outsider!.call(join, { account, person: there, then: 'use' })
  assert.deepEqual((await held())[0], [there, jiangnan])
  await as.lin!.refuses(join, { account, person: newId() }, 'conflict')
  await as.lin!.call(join, { account, person: here, then: 'remove' })
  assert.deepEqual(await held(), [[there, jiangnan]])
})
