import { Task } from './entities.ts'
import { recordChanges, type Recording } from './record.ts'

/** More open tasks of one person in one project are freed a page at a time. */
const PAGE = 500

/** Who goes leaves his open tasks to nobody, so that somebody sees that they wait. Answers how many. */
export async function unassign(ctx: Recording, project: string, person: string): Promise<number> {
  const tasks = ctx.records(Task).unchecked('whoever goes may see them no more')
  let freed = 0
  for (;;) {
    const { items } = await tasks.list({
      where: { project, assignee: person, category: { ne: 'done' } },
      limit: PAGE,
    })
    const changes = []
    for (const before of items)
      changes.push({ before, after: await tasks.update(before.id, { assignee: null }) })
    await recordChanges(ctx, changes, { quiet: true })
    freed += items.length
    if (items.length < PAGE) return freed
  }
}
