import { conflict, defineAction, ref, T } from '#kernel'
import { Item, ItemView } from '../entities.ts'
import { itemChanged } from '../events.ts'
import { tell } from '../tell.ts'

export const completeItem = defineAction({
  id: 'todo.item.complete',
  kind: 'command',
  effect: 'local',
  title: 'Tick off a to-do',
  description:
    'Your own is done at once. One that came from elsewhere runs what its source registered, as you, under the source’s own rules.',
  input: T.Object({ item: ref(Item, { title: 'To-do' }) }, { additionalProperties: false }),
  output: ItemView,
  errors: {
    notOpen: conflict('This to-do is settled already.', 'Look under “Done”.'),
    atSource: conflict(
      'This cannot be ticked off here; it wants more than a tick.',
      'Follow its link and decide there.',
    ),
  },
  emits: [itemChanged],
  subject: 'item',
  scope: 'todo.use',
  mcp: 'listed',
}).run(async ({ item: id }, ctx) => {
  const item = await ctx.records(Item).get(id)
  if (item.state !== 'open') throw ctx.error('notOpen', { state: item.state })
  if (item.source === 'todo') {
    const done = await ctx
      .records(Item)
      .update(id, { state: 'done', settled_at: ctx.now.toISOString() })
    tell(ctx, done)
    return done
  }
  if (!item.action) throw ctx.error('atSource', item.link ? { link: item.link } : {})
  await ctx.call(item.action, item.input ?? {})
  return ctx.records(Item).get(id)
})
