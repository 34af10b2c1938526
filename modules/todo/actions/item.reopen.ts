import { conflict, defineAction, ref, T } from '#kernel'
import { Item, ItemView } from '../entities.ts'
import { itemChanged } from '../events.ts'
import { tell } from '../tell.ts'

export const reopenItem = defineAction({
  id: 'todo.item.reopen',
  kind: 'command',
  effect: 'local',
  title: 'Reopen a to-do',
  description: 'Puts one of your own back on the list, e.g. ticked off by mistake.',
  input: T.Object({ item: ref(Item, { title: 'To-do' }) }, { additionalProperties: false }),
  output: ItemView,
  errors: { isOpen: conflict('This to-do is open already.', 'There is nothing to do.') },
  emits: [itemChanged],
  subject: 'item',
  scope: 'todo.use',
}).run(async ({ item: id }, ctx) => {
  const before = await ctx.records(Item).get(id)
  if (before.state === 'open') throw ctx.error('isOpen')
  const item = await ctx.records(Item).update(id, { state: 'open', settled_at: null })
  tell(ctx, item)
  return item
})
