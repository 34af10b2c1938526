import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { belongings } from '../belongings.ts'
import { createAssignment } from './assignment.create.ts'
import { deleteAssignment } from './assignment.delete.ts'
import { addToGroup } from './group.add.ts'
import { deleteGroup } from './group.delete.ts'
import { removeFromGroup } from './group.remove.ts'
import { deletePost } from './post.delete.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

const boBelongs = async () =>
  (await belongings(
    as.kernel.database.reader(as.lin!.actor.org).sql,
    as.lin!.actor.org,
    as.bo!.id,
  ))!
const make = async (entity: 'group' | 'post', name: string): Promise<string> =>
  ((await as.lin!.call(`directory.${entity}.create`, { name })) as { id: string }).id

test('people join a group and leave it; a manager of one department cannot let anybody in', async () => {
  const group = await make('group', '采购委员会')
  const people = [as.bo!.id, as.wang!.id]
  await as.stranger!.refuses(addToGroup, { group, people }, 'forbidden')
  await as.chen!.refuses(addToGroup, { group, people }, 'forbidden')
  await as.lin!.refuses(addToGroup, { group, people: [as.outsider!.id] }, 'invalid')
  await as.outsider!.refuses(addToGroup, { group, people: [as.outsider!.id] }, 'notFound')
  assert.deepEqual(await as.lin!.call(addToGroup, { group, people }), { added: 2 })
  assert.deepEqual(await as.lin!.call(addToGroup, { group, people }), { added: 0 })
  assert.deepEqual((await boBelongs()).groups, [group])

  await as.chen!.refuses(removeFromGroup, { group, people }, 'forbidden')
  assert.deepEqual(await as.lin!.call(removeFromGroup, { group, people: [as.wang!.id] }), {
    removed: 1,
  })
  await as.stranger!.refuses(deleteGroup, { group }, 'forbidden')
  await as.lin!.call(deleteGroup, { group })
  assert.deepEqual((await boBelongs()).groups, [])
})

test('a further department comes with its post, and goes again', async () => {
  const post = await make('post', '质量代表')
  const department = as.world.ids['directory.department.quality']!
  const wanted = { person: as.bo!.id, department, post }
  await as.stranger!.refuses(createAssignment, wanted, 'forbidden')
  await as.lin!.refuses(createAssignment, { ...wanted, person: as.outsider!.id }, 'notFound')
  const { id: assignment } = (await as.lin!.call(createAssignment, wanted)) as { id: string }
  await as.lin!.refuses(createAssignment, wanted, 'already')
  assert.ok((await boBelongs()).departments.includes(department))
  assert.deepEqual((await boBelongs()).posts, [post])

  await as.stranger!.refuses(deletePost, { post }, 'forbidden')
  await as.lin!.call(deletePost, { post })
  assert.deepEqual((await boBelongs()).posts, [])
  await as.stranger!.refuses(deleteAssignment, { assignment }, 'forbidden')
  await as.lin!.call(deleteAssignment, { assignment })
  assert.ok(!(await boBelongs()).departments.includes(department))
})
