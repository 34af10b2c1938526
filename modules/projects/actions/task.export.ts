import { defineAction, ref, T } from '#kernel'
import { Person } from '#modules/directory'
import { csvOf } from '#modules/sheets'
import { Project, Task } from '../entities.ts'
import { HEADINGS } from '../rows.ts'

/** One page of a file; whoever has more tasks asks for the next. */
const ROWS_MAX = 1000

export const exportTasks = defineAction({
  id: 'projects.task.export',
  kind: 'query',
  effect: 'local',
  title: 'Export tasks',
  description:
    'The tasks of a project that you may see as CSV, a thousand at a time. Cells that a spreadsheet would run as formulas are made plain text. The import reads it back.',
  input: T.Object(
    {
      project: ref(Project, { title: 'Project' }),
      cursor: T.Optional(T.String({ maxLength: 2000 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    file_name: T.String(),
    mime: T.Literal('text/csv'),
    text: T.String(),
    rows: T.Integer(),
    next: T.Optional(T.String()),
  }),
  subject: 'project',
  scope: 'projects.use',
  audited: true,
}).run(async ({ project: id, cursor }, ctx) => {
  const project = await ctx.records(Project).get(id)
  const { items, next } = await ctx.records(Task).list({
    where: { project: id },
    sort: ['number'],
    limit: ROWS_MAX,
    ...(cursor === undefined ? {} : { cursor }),
  })
  const assignees = [...new Set(items.flatMap(({ assignee }) => assignee ?? []))]
  const people = await ctx
    .records(Person)
    .list({ where: { id: { in: assignees } }, limit: ROWS_MAX })
  const names = new Map(people.items.map(({ id: person, name }) => [person, name]))
  const states = new Map(project.states.map(({ key, name }) => [key, name]))
  const fields = project.fields ?? []
  const rows = items.map((task) => [
    task.key,
    task.title,
    states.get(task.state) ?? task.state,
    task.assignee && names.get(task.assignee),
    task.priority,
    task.start_on,
    task.due_on,
    task.estimate,
    task.labels?.join(', '),
    task.description,
    task.created_at.slice(0, 10),
    task.done_at?.slice(0, 10),
    ...fields.map(({ key }) => task.custom?.[key]),
  ])
  const head = cursor ? [] : [[...HEADINGS, ...fields.map(({ title }) => title)]]
  return {
    file_name: `${project.key}-${ctx.now.toISOString().slice(0, 10)}.csv`,
    mime: 'text/csv' as const,
    text: csvOf([...head, ...rows]),
    rows: rows.length,
    ...(next === undefined ? {} : { next }),
  }
})
