import { defineAction, forbidden, T } from '#kernel'
import { Item, ItemView } from '../entities.ts'
import { itemChanged } from '../events.ts'
import { sortKey } from '../order.ts'
import { tell } from '../tell.ts'

const { title, due_on, priority } = Item.fields

export const createItem = defineAction({
  id: 'todo.item.create',
  kind: 'command',
  effect: 'local',
  title: 'Add a to-do',
  description: 'Writes something down for yourself, with a day when it is due if there is one.',
  input: T.Object(
    { title, due_on, priority: T.Optional(priority) },
    { additionalProperties: false },
  ),
  output: ItemView,
  errors: {
    onlyPeople: forbidden('Only a person has a list of to-dos.', 'Sign in as a person.'),
  },
  emits: [itemChanged],
  scope: 'todo.use',
  mcp: 'listed',
}).run(async ({ title: words, due_on: day, priority: rank = 'normal' }, ctx) => {
  if (ctx.actor.kind !== 'person') throw ctx.error('onlyPeople')
  const id = ctx.id()
  const item = await ctx.records(Item).create({
    id,
    person: ctx.actor.id,
    title: words,
    source: 'todo',
    key: id,
    priority: rank,
    sort_key: sortKey(day, rank),
    state: 'open',
    ...(day ? { due_on: day } : {}),
  })
  tell(ctx, item)
  return item
})
