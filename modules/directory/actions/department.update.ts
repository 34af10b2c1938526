import { T, defineAction, ref, visibleSchema } from '#kernel'
import { checkLeader, departmentErrors, refuseTwin } from '../departments.ts'
import { Department } from '../entities.ts'
import { departmentChanged } from '../events.ts'
import { nameKeys } from '../pinyin.ts'

export const updateDepartment = defineAction({
  id: 'directory.department.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a department',
  description:
    'Its name, leader or place among its sisters. directory.department.move hangs it elsewhere.',
  input: T.Object(
    {
      department: T.Id({ title: 'Department', 'x-pick': 'directory.department.list' }),
      rev: T.Optional(T.Integer()),
      name: T.Optional(T.String({ minLength: 1, maxLength: 100, pattern: '\\S', title: 'Name' })),
      leader: T.Optional(T.Union([ref('directory.person', { title: 'Leader' }), T.Null()])),
      sort: T.Optional(T.Integer({ minimum: 0, maximum: 1_000_000, title: 'Order' })),
    },
    { additionalProperties: false },
  ),
  output: visibleSchema(Department),
  errors: { nameTaken: departmentErrors.nameTaken },
  emits: [departmentChanged],
  subject: 'department',
  scope: 'directory.manage',
  idempotent: true,
}).run(async ({ department: id, rev, name: given, leader, sort }, ctx) => {
  const records = ctx.records(Department)
  const before = await records.get(id)
  const name = given?.trim()
  if (name !== undefined && name !== before.name)
    await refuseTwin(ctx, name, before.parent ?? null, id)
  await checkLeader(ctx, leader)
  const { name_key, pinyin } = nameKeys(name ?? before.name)
  const after = await records.update(
    id,
    { name, name_key, pinyin, leader, sort },
    rev === undefined ? {} : { rev },
  )
  const changed = { name, leader, sort }
  const fields = Object.keys(changed).filter((field) => changed[field as 'name'] !== undefined)
  ctx.emit(departmentChanged, { department: id, fields })
  // A leader belongs to what he leads, so rights move with the office.
  if (leader !== undefined)
    for (const person of [before.leader, leader])
      if (person) ctx.revoke({ org: ctx.org, id: person })
  return after
})
