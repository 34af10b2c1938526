import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { belongings } from '../belongings.ts'
import { createDepartment } from './department.create.ts'
import { deleteDepartment } from './department.delete.ts'
import { moveDepartment } from './department.move.ts'
import { getDepartmentTree } from './department.tree.ts'
import { updateDepartment } from './department.update.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

type Department = {
  id: string
  path: string[]
  leader?: string
}
const id = (key: string): string => as.world.ids[`directory.department.${key}`]!
const get = (department: string) =>
  as.lin!.call('directory.department.get', { department }) as Promise<Department>
const outline = async (): Promise<string[]> => {
  const { items } = await as.stranger!.call(getDepartmentTree, {})
  return items.map(
    ({ depth, name, people_below }) => `${'  '.repeat(depth)}${name} ${people_below}`,
  )
}
const rightsOf = (key: string) =>
  belongings(as.kernel.database.reader(as.lin!.actor.org).sql, as.lin!.actor.org, as[key]!.id)

test('a department is made under another; not twice, and not by a member or by a manager of one', async () => {
  const made = (await as.lin!.call(createDepartment, {
    name: '测试组',
    parent: id('engineering'),
  })) as Department
  assert.deepEqual(made.path, [id('engineering'), made.id])
  await as.lin!.refuses(
    createDepartment,
    { name: '测试组', parent: id('engineering') },
    'nameTaken',
  )
  await as.lin!.refuses(createDepartment, { name: ' ' }, 'invalid')
  await as.lin!.refuses(createDepartment, { name: 'X', leader: as.outsider!.id }, 'invalid')
  await as.outsider!.refuses(createDepartment, { name: 'X', parent: id('engineering') }, 'notFound')
  await as.stranger!.refuses(createDepartment, { name: 'X' }, 'forbidden')
  await as.chen!.refuses(createDepartment, { name: 'X' }, 'forbidden')
  await as.lin!.call(deleteDepartment, { department: made.id })
})

test('moving takes everything below along, in paths, counts and rights', async () => {
  await as.lin!.refuses(
    moveDepartment,
    { department: id('production'), parent: id('painting') },
    'circle',
  )
  await as.lin!.refuses(
    moveDepartment,
    { department: id('production'), parent: id('production') },
    'circle',
  )
  await as.chen!.refuses(
    moveDepartment,
    { department: id('production'), parent: id('sales') },
    'forbidden',
  )
  await as.lin!.call(moveDepartment, { department: id('production'), parent: id('engineering') })
  assert.deepEqual((await get(id('painting'))).path, [
    id('engineering'),
    id('production'),
    id('painting'),
  ])
  assert.ok((await rightsOf('liu'))!.subtree.includes(id('painting')))
  assert.ok((await outline()).includes('研发部 14'))
  await as.lin!.call(moveDepartment, { department: id('production'), parent: null })
  assert.deepEqual((await get(id('painting'))).path, [id('production'), id('painting')])
  assert.ok(!(await rightsOf('liu'))!.subtree.includes(id('painting')))
})

test('a leader belongs to what he leads', async () => {
  assert.ok(!(await rightsOf('bo'))!.departments.includes(id('finance')))
  await as.lin!.call(updateDepartment, { department: id('finance'), leader: as.bo!.id })
  assert.ok((await rightsOf('bo'))!.departments.includes(id('finance')))
  await as.stranger!.refuses(
    updateDepartment,
    { department: id('finance'), name: 'X' },
    'forbidden',
  )
  await as.lin!.refuses(
    updateDepartment,
    { department: id('finance'), name: '采购部' },
    'nameTaken',
  )
  await as.outsider!.refuses(updateDepartment, { department: id('finance'), name: 'X' }, 'notFound')
  await as.lin!.call(updateDepartment, {
    department: id('finance'),
    leader: as.zhao!.id,
    name: '财务部',
  })
})

test('only an empty department is deleted', async () => {
  await as.lin!.refuses(deleteDepartment, { department: id('finance') }, 'notEmpty')
  await as.lin!.refuses(deleteDepartment, { department: id('sales') }, 'notEmpty')
  await as.stranger!.refuses(deleteDepartment, { department: id('finance') }, 'forbidden')
})

test('the tree is deep enough, and not endless', async () => {
  let parent = id('it')
  for (let level = 2; level <= 20; level++) {
    parent = (
      (await as.lin!.call(createDepartment, { name: `Level ${level}`, parent })) as Department
    ).id
  }
  await as.lin!.refuses(createDepartment, { name: 'Level 21', parent }, 'tooDeep')
  await as.lin!.refuses(moveDepartment, { department: id('it'), parent: id('hr') }, 'tooDeep')
})

test('two moves at once never close a circle', async () => {
  const moves = await Promise.allSettled([
    as.lin!.call(moveDepartment, { department: id('sales'), parent: id('finance') }),
    as.lin!.call(moveDepartment, { department: id('finance'), parent: id('sales') }),
  ])
  assert.deepEqual(moves.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  assert.equal((await outline()).filter((line) => /销售部|财务部/.test(line)).length, 2)
})
