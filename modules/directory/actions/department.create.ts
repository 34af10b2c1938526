import { T, defineAction, fail, ref, visibleSchema } from '#kernel'
import { checkLeader, departmentErrors, refuseTwin } from '../departments.ts'
import { Department } from '../entities.ts'
import { departmentCreated } from '../events.ts'
import { nameKeys } from '../pinyin.ts'
import { DEPTH_MAX, depthOf, lockTree, plantUnder } from '../tree.ts'

export const createDepartment = defineAction({
  id: 'directory.department.create',
  kind: 'command',
  effect: 'local',
  title: 'Create a department',
  description: 'A new department, at the top or under another.',
  input: T.Object(
    {
      name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
      parent: T.Optional(ref('directory.department', { title: 'Under' })),
      leader: T.Optional(ref('directory.person', { title: 'Leader' })),
      sort: T.Optional(T.Integer({ minimum: 0, maximum: 1_000_000, title: 'Order' })),
    },
    { additionalProperties: false },
  ),
  output: visibleSchema(Department),
  errors: { nameTaken: departmentErrors.nameTaken, tooDeep: departmentErrors.tooDeep },
  emits: [departmentCreated],
  scope: 'directory.manage',
}).run(async ({ name: given, parent, leader, sort = 0 }, ctx) => {
  const name = given.trim()
  if (!name) throw fail('invalid', 'A department needs a name.')
  await lockTree(ctx.sql, ctx.org)
  const records = ctx.records(Department)
  if (parent) {
    await records.get(parent)
    if ((await depthOf(ctx.sql, ctx.org, parent)) >= DEPTH_MAX) throw ctx.error('tooDeep')
  }
  await refuseTwin(ctx, name, parent ?? null, null)
  await checkLeader(ctx, leader)
  const { name_key, pinyin } = nameKeys(name)
  const { id } = await records.create({
    name,
    name_key,
    pinyin,
    sort,
    path: [],
    ...(parent ? { parent } : {}),
    ...(leader ? { leader } : {}),
  })
  await plantUnder(ctx.sql, ctx.org, id, parent ?? null)
  ctx.emit(departmentCreated, { department: id, name }, { subject: id })
  return records.get(id)
})
