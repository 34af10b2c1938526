import { T, defineAction } from '#kernel'
import { CustomField } from '../entities.ts'
import { fieldDeleted } from '../events.ts'

export const deleteField = defineAction({
  id: 'directory.field.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a custom field',
  description: 'The field and everyone’s values in it.',
  input: T.Object(
    { field: T.Id({ title: 'Field', 'x-pick': 'directory.field.list' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ deleted: T.Id() }),
  emits: [fieldDeleted],
  subject: 'field',
  scope: 'directory.manage',
  destructive: true,
}).run(async ({ field: id }, ctx) => {
  const { key } = await ctx.records(CustomField).get(id)
  await ctx.records(CustomField).delete(id)
  await ctx.sql`
    UPDATE directory.person SET custom = custom - ${key}::text, rev = rev + 1, updated_at = now()
    WHERE org = ${ctx.org} AND custom ->> ${key}::text IS NOT NULL`
  ctx.emit(fieldDeleted, { field: id, key })
  return { deleted: id }
})
