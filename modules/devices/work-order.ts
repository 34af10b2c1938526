import { TenonError, type Context } from '#kernel'
import { createTask } from '#modules/projects'
import { resolveStandard } from '#modules/standards'

interface Wanted {
  readonly title: string
  readonly description: string
  readonly project: string | undefined
  readonly assignee: string | undefined
}
interface Order {
  readonly task: string
  readonly key?: string
  readonly link?: string
}

/**
 * A task where the organisation keeps them: a project when one is named, else whatever implements
 * work.task@1 for it. Nothing when that needs a project and none is named.
 */
export async function createOrder(ctx: Context, wanted: Wanted): Promise<Order | undefined> {
  const { project, title, description, assignee } = wanted
  const given = { title, description, ...(assignee ? { assignee } : {}) }
  if (project) {
    const { id, key } = await ctx.call(createTask, { project, ...given, priority: 'high' })
    return { task: id, key, link: `/projects/${project}/board/${id}` }
  }
  const found = await resolveStandard(
    ctx.sql,
    ctx.org,
    ctx.registry,
    'work.task@1#work.task.create',
  ).catch((error: unknown) => {
    if (error instanceof TenonError) return undefined
    throw error
  })
  // One that lives elsewhere cannot be asked while a transaction waits: a flow does that.
  if (found?.action.effect !== 'local') return undefined
  const made = found.output(await ctx.call(found.action.id, found.input(given))) as { id: string }
  return { task: made.id }
}
