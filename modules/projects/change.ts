import type { Records } from '#kernel'
import { customOf } from './custom.ts'
import { Project, Task } from './entities.ts'
import { keyBetween } from './order.ts'
import { lastPosition, lockProject, requireSeats, stateOf, type TaskRecord } from './look.ts'
import { recordChanges, type Recording } from './record.ts'

export type TaskPatch = Parameters<Records<TaskRecord>['update']>[1]

/** Changes one task as the actor, with everything that follows from it. */
export async function changeTask(
  ctx: Recording,
  id: string,
  patch: TaskPatch,
  options: { rev?: number; position?: string } = {},
): Promise<{ before: TaskRecord; after: TaskRecord }> {
  const tasks = ctx.records(Task)
  const before = await tasks.find(id)
  // Whoever may not read it is refused by the update itself: forbidden when a card told him of it.
  if (!before) return { before: (await tasks.update(id, {})) as never, after: undefined as never }
  const full = { ...patch, ...(await consequences(ctx, before, patch, options.position)) }
  // What is as it was is not written, so that a revision always comes with an event.
  const real = Object.entries(full).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as never] ?? null),
  )
  const after = await tasks.update(
    id,
    Object.fromEntries(real),
    options.rev === undefined ? {} : { rev: options.rev },
  )
  await recordChanges(ctx, [{ before, after }])
  return { before, after }
}

/** What follows from a changed state: what it counts as, since when it is done, and its place in the new column. */
async function consequences(
  ctx: Recording,
  before: TaskRecord,
  patch: TaskPatch,
  position: string | undefined,
): Promise<TaskPatch> {
  const found: Record<string, unknown> = position === undefined ? {} : { position }
  if (patch.assignee && patch.assignee !== before.assignee)
    await requireSeats(ctx, before.project, [patch.assignee])
  if (patch.custom !== undefined || (patch.state && patch.state !== before.state)) {
    const project = await ctx.records(Project).get(before.project)
    if (patch.custom)
      found['custom'] = customOf(project.fields ?? [], patch.custom, before.custom ?? {})
    if (patch.state && patch.state !== before.state) {
      const { category } = stateOf(project, patch.state)
      found['category'] = category
      if (category === 'done' && !before.done_at) found['done_at'] = ctx.now.toISOString()
      if (category !== 'done' && before.done_at) found['done_at'] = null
      if (position === undefined) {
        await lockProject(ctx, before.project)
        found['position'] = keyBetween(
          await lastPosition(ctx, before.project, patch.state),
          undefined,
        )
      }
    }
  }
  return found as TaskPatch
}
