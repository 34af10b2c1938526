import { defineAction, ref, T } from '#kernel'
import { Item } from '../entities.ts'
import { itemRemoved } from '../events.ts'

export const dropItem = defineAction({
  id: 'todo.item.drop',
  kind: 'command',
  effect: 'local',
  title: 'Delete a to-do',
  description: 'Takes one of your own off the list for good.',
  input: T.Object({ item: ref(Item, { title: 'To-do' }) }, { additionalProperties: false }),
  output: T.Object({ deleted: T.Id() }),
  emits: [itemRemoved],
  subject: 'item',
  scope: 'todo.use',
  destructive: true,
}).run(async ({ item: id }, ctx) => {
  await ctx.records(Item).delete(id)
  ctx.emit(itemRemoved, { item: id }, { stream: `person:${ctx.actor.id}`, subject: id })
  return { deleted: id }
})
