import { T, defineAction, ref, visibleSchema } from '#kernel'
import { departmentErrors, refuseTwin } from '../departments.ts'
import { Department } from '../entities.ts'
import { departmentMoved } from '../events.ts'
import { DEPTH_MAX, depthOf, heightOf, isBelow, lockTree, moveUnder } from '../tree.ts'

export const moveDepartment = defineAction({
  id: 'directory.department.move',
  kind: 'command',
  effect: 'local',
  title: 'Move a department',
  description: 'Hangs a department with everything below it under another one, or at the top.',
  input: T.Object(
    {
      department: T.Id({ title: 'Department', 'x-pick': 'directory.department.list' }),
      parent: T.Optional(T.Union([ref('directory.department', { title: 'Under' }), T.Null()])),
    },
    { additionalProperties: false },
  ),
  output: visibleSchema(Department),
  errors: departmentErrors,
  emits: [departmentMoved],
  subject: 'department',
  scope: 'directory.manage',
  idempotent: true,
}).run(async ({ department: id, parent = null }, ctx) => {
  const { sql, org } = ctx
  await lockTree(sql, org)
  const records = ctx.records(Department)
  const before = await records.get(id)
  if ((before.parent ?? null) === parent) return before
  if (parent) {
    await records.get(parent)
    if (await isBelow(sql, org, parent, id)) throw ctx.error('circle')
    if ((await depthOf(sql, org, parent)) + (await heightOf(sql, org, id)) > DEPTH_MAX)
      throw ctx.error('tooDeep')
  }
  await refuseTwin(ctx, before.name, parent, id)
  await records.update(id, { parent })
  await moveUnder(sql, org, id, parent)
  ctx.emit(departmentMoved, { department: id, ...(parent ? { parent } : {}) })
  ctx.revoke({ org })
  return records.get(id)
})
