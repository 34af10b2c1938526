import { defineAction, ref, T } from '#kernel'
import { Item, ItemView } from '../entities.ts'
import { itemChanged } from '../events.ts'
import { sortKey } from '../order.ts'
import { tell } from '../tell.ts'

const { title, priority } = Item.fields

export const updateItem = defineAction({
  id: 'todo.item.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a to-do',
  description: 'Changes what you wrote down for yourself; null takes the day away.',
  input: T.Object(
    {
      item: ref(Item, { title: 'To-do' }),
      title: T.Optional(title),
      due_on: T.Optional(T.Union([T.Day(), T.Null()], { title: 'Due' })),
      priority: T.Optional(priority),
    },
    { additionalProperties: false },
  ),
  output: ItemView,
  emits: [itemChanged],
  subject: 'item',
  scope: 'todo.use',
  idempotent: true,
}).run(async ({ item: id, ...patch }, ctx) => {
  const before = await ctx.records(Item).get(id)
  const due_on = patch.due_on === undefined ? before.due_on : patch.due_on
  const item = await ctx
    .records(Item)
    .update(id, { ...patch, sort_key: sortKey(due_on, patch.priority ?? before.priority) })
  tell(ctx, item)
  return item
})
