import { allOf, defineAction, page, pageOf, T, type Filter } from '#kernel'
import { Item, ItemView } from '../entities.ts'
import { BUCKETS, boundsOf } from '../order.ts'

export const listItems = defineAction({
  id: 'todo.item.list',
  kind: 'query',
  effect: 'local',
  title: 'List to-dos',
  description:
    'What you have to do, by day and priority: of one bucket (overdue, today, the next seven days, later, undated) or all; or what is done, newest first.',
  input: T.Object(
    {
      state: T.Optional(T.Enum(['open', 'done'], { title: 'State' })),
      bucket: T.Optional(T.Enum(BUCKETS, { title: 'Due' })),
      source: T.Optional(T.String({ maxLength: 60, title: 'From' })),
      today: T.Optional(
        T.Day({ title: 'Today', description: 'What day it is where you are; default: in UTC.' }),
      ),
      where: T.Optional(T.Json({ title: 'Filter' })),
      search: T.Optional(T.String({ maxLength: 100, title: 'Search' })),
      ...page,
    },
    { additionalProperties: false },
  ),
  output: pageOf(ItemView),
  scope: 'todo.use',
  mcp: 'listed',
}).run(({ state = 'open', bucket, source, today, where, ...query }, ctx) => {
  const day = today ?? ctx.now.toISOString().slice(0, 10)
  const filters: Filter[] = [
    { person: ctx.actor.id },
    state === 'open' ? { state: 'open' } : { state: { ne: 'open' } },
    ...(bucket ? [{ due_on: boundsOf(bucket, day) } as Filter] : []),
    ...(source ? [{ source }] : []),
    (where ?? true) as Filter,
  ]
  return ctx.records(Item).list({
    ...query,
    where: allOf(...filters),
    sort: state === 'open' ? ['sort_key'] : ['-settled_at'],
  })
})
