import { T, conflict, defineAction } from '#kernel'
import { Department } from '../entities.ts'
import { departmentDeleted } from '../events.ts'
import { lockTree } from '../tree.ts'

export const deleteDepartment = defineAction({
  id: 'directory.department.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a department',
  description: 'Deletes an empty department. Move its people and the departments below it first.',
  input: T.Object(
    { department: T.Id({ title: 'Department', 'x-pick': 'directory.department.list' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ deleted: T.Id() }),
  errors: {
    notEmpty: conflict(
      'The department is not empty.',
      'Move its people and departments elsewhere first.',
    ),
  },
  emits: [departmentDeleted],
  subject: 'department',
  scope: 'directory.manage',
  destructive: true,
}).run(async ({ department: id }, ctx) => {
  const { sql, org } = ctx
  await lockTree(sql, org)
  const { name } = await ctx.records(Department).get(id)
  const [inside] = await sql<{ departments: number; people: number }>`
    SELECT (SELECT count(*) FROM directory.department WHERE org = ${org} AND parent = ${id})::int AS departments,
      (SELECT count(*) FROM directory.person WHERE org = ${org} AND department = ${id} AND status <> 'left')::int
      + (SELECT count(*) FROM directory.assignment WHERE org = ${org} AND department = ${id})::int AS people`
  if (inside!.departments + inside!.people > 0) throw ctx.error('notEmpty', { ...inside })
  await sql`UPDATE directory.person SET department = NULL WHERE org = ${org} AND department = ${id}`
  await sql`DELETE FROM directory.department_closure WHERE org = ${org} AND descendant = ${id}`
  await ctx.records(Department).delete(id)
  ctx.emit(departmentDeleted, { department: id, name })
  return { deleted: id }
})
