import { conflict, fail, type Context } from '#kernel'
import { Department } from './entities.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>

export const departmentErrors = {
  nameTaken: conflict(
    'There is already a department of this name here.',
    'Choose another name, or use that department.',
  ),
  circle: conflict(
    'A department cannot lie under itself.',
    'Choose a department that is not below it.',
  ),
  tooDeep: conflict('The tree would have more than 20 levels.', 'Choose a department further up.'),
}

export async function refuseTwin(
  ctx: AnyContext,
  name: string,
  parent: string | null,
  self: string | null,
): Promise<void> {
  const [twin] = await ctx.sql<{ id: string }>`
    SELECT id FROM directory.department
    WHERE org = ${ctx.org} AND name = ${name} AND parent IS NOT DISTINCT FROM ${parent}::uuid AND id IS DISTINCT FROM ${self}::uuid`
  if (twin) throw ctx.error('nameTaken', { department: twin.id })
}

export async function checkLeader(
  ctx: AnyContext,
  leader: string | null | undefined,
): Promise<void> {
  if (!leader) return
  const [found] = await ctx.sql<{
    status: string
  }>`SELECT status FROM directory.person WHERE org = ${ctx.org} AND id = ${leader}`
  if (!found || found.status === 'left')
    throw fail('invalid', 'The leader must work here.', 'Choose a person of this organisation.')
}

export const anyDepartment = (ctx: AnyContext) =>
  ctx.records(Department).unchecked('directory keeps the tree consistent whoever asks')
