import { defineAction, page, pageOf, ref, T } from '#kernel'
import { Person } from '#modules/directory'
import { Activity, Project, Task } from '../entities.ts'

const Change = T.Object({
  field: T.String(),
  from: T.Optional(T.Unknown()),
  to: T.Optional(T.Unknown()),
})

export const listHistory = defineAction({
  id: 'projects.task.history',
  kind: 'query',
  effect: 'local',
  title: 'History of a task',
  description: 'Who changed what of a task, newest first, for who may see the task.',
  input: T.Object({ task: ref(Task, { title: 'Task' }), ...page }, { additionalProperties: false }),
  output: pageOf(
    T.Object({
      id: T.Id(),
      at: T.Time(),
      by: T.String(),
      by_name: T.Optional(T.String()),
      changes: T.Array(Change),
    }),
  ),
  subject: 'task',
  scope: 'projects.use',
}).run(async ({ task, ...query }, ctx) => {
  const { project, title } = await ctx.records(Task).get(task)
  const { states } = await ctx.records(Project).get(project)
  /** A column is told by its name of today, as far as there still is one. */
  const named = (value: unknown) => states.find(({ key }) => key === value)?.name ?? value
  const { items, next } = await ctx
    .records(Activity)
    .list({ ...query, where: { task }, sort: ['-created_at'] })
  const people = await ctx.records(Person).list({
    where: { id: { in: [...new Set(items.map(({ by }) => by))].filter((by) => UUID.test(by)) } },
    limit: 1000,
  })
  const names = new Map(people.items.map(({ id, name }) => [id, name]))
  return {
    items: items.map(({ id, created_at, by, kind, changes = [] }) => ({
      id,
      at: created_at,
      by,
      ...(names.has(by) ? { by_name: names.get(by)! } : {}),
      changes:
        kind === 'created'
          ? [{ field: 'title', to: title }]
          : changes.map((change) =>
              change.field === 'state'
                ? { field: 'state', from: named(change.from), to: named(change.to) }
                : change,
            ),
    })),
    ...(next === undefined ? {} : { next }),
  }
})

/** A module or an app may have changed it; only people have names to look up. */
const UUID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/
