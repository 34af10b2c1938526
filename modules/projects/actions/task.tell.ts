import { defineAction, T, type AnyAction } from '#kernel'
import { ensureCard } from '#modules/cards'
import { conversationName, postCard } from '#modules/chat'

export const CARD = 'projects.task.card'
/** A card that was posted this long ago is out of sight: the next move posts it again, below. */
const STALE_MS = 12 * 3_600_000
/** Cards posted in one group within a window; what comes beyond waits for the next. */
const BURST = 10
const WINDOW_MS = 10 * 60_000

/**
 * Lets a task's one card stand in its project's group. Every later change alters that card where it
 * stands, so a burst of moves is one message; after half a day it is posted anew, because nobody sees
 * a card change that has scrolled away. Many tasks at once trickle.
 */
export const tellGroup = defineAction({
  id: 'projects.task.tell',
  kind: 'command',
  effect: 'local',
  title: 'Tell the project’s group of a task',
  description: 'Posts the task’s card in the group of its project, unless it stands there already.',
  input: T.Object({ task: T.Id() }, { additionalProperties: false }),
  output: T.Object({ posted: T.Boolean() }),
  silent: 'the message in the group says it',
  subject: 'task',
  scope: 'projects.use',
  internal: true,
  idempotent: true,
}).run(async ({ task }, ctx) => {
  // The project's row is held, so that a burst is counted one by one.
  const [row] = await ctx.sql<{
    conversation: string | null
    told_at: Date | string | null
    recent: number
  }>`
    WITH p AS (
      SELECT p.id, p.conversation FROM projects.task t JOIN projects.project p ON p.org = t.org AND p.id = t.project
      WHERE t.org = ${ctx.org} AND t.id = ${task} FOR UPDATE OF p
    )
    SELECT p.conversation, t.told_at, (SELECT count(*)::int FROM projects.task o WHERE o.org = ${ctx.org} AND o.project = p.id
      AND o.told_at > ${new Date(ctx.now.getTime() - WINDOW_MS).toISOString()}::timestamptz) AS recent
    FROM p JOIN projects.task t ON t.org = ${ctx.org} AND t.id = ${task}`
  if (!row?.conversation) return { posted: false }
  // The group may have been dissolved since.
  if ((await conversationName(ctx, row.conversation)) === undefined) return { posted: false }
  if (row.told_at && new Date(row.told_at).getTime() > ctx.now.getTime() - STALE_MS)
    return { posted: false }
  if (row.recent >= BURST) {
    const at = new Date(ctx.now.getTime() + WINDOW_MS)
    ctx.enqueue(later, { task }, { key: `projects.tell:${task}`, at })
    return { posted: false }
  }
  const entity = 'projects.task'
  const { card } = await ctx.callAsModule(ensureCard, { template: CARD, entity, record: task })
  await ctx.callAsModule(postCard, { conversation: row.conversation, card })
  await ctx.sql`UPDATE projects.task SET told_at = ${ctx.now.toISOString()}::timestamptz WHERE org = ${ctx.org} AND id = ${task}`
  return { posted: true }
})

const later = { id: 'projects.task.tell', type: 'action' } as AnyAction
