import { defineAction, fail, forbidden, ref, T } from '#kernel'
import { gridOfCsv } from '#modules/sheets'
import { Project, Task } from '../entities.ts'
import { activeProject } from '../look.ts'
import { keysAfter } from '../order.ts'
import { recordChanges, recordEvents } from '../record.ts'
import { readRows } from '../rows.ts'
import { nextNumbers } from './task.create.ts'

/** Rows of one import: each is a row, a history line and an event of one short transaction. */
const ROWS_MAX = 1000
const TEXT_MAX = 900_000

export const importTasks = defineAction({
  id: 'projects.task.import',
  kind: 'command',
  effect: 'local',
  title: 'Import tasks',
  description:
    'Makes tasks of a project from CSV with headings in English or Chinese, all of them or none; what is wrong is answered row by row. Nobody is told task by task.',
  input: T.Object(
    {
      project: ref(Project, { title: 'Project' }),
      text: T.String({ minLength: 1, maxLength: TEXT_MAX, title: 'CSV', 'x-long': true }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ created: T.Integer(), first: T.Optional(T.String()) }),
  errors: {
    guestImports: forbidden('Guests of a project make no tasks in it.', 'Ask a member.'),
  },
  emits: recordEvents,
  subject: 'project',
  scope: 'projects.use',
}).run(async ({ project: id, text }, ctx) => {
  const project = await activeProject(ctx, id)
  const [seat] = await ctx.sql<{ role: string }>`
    SELECT role FROM projects.member WHERE org = ${ctx.org} AND project = ${id} AND person::text = ${ctx.actor.id}`
  if (seat?.role === 'guest') throw ctx.error('guestImports')
  const grid = gridOfCsv(text, ROWS_MAX + 2)
  if (grid.length < 2)
    throw fail('invalid', 'There are no rows.', 'Put a line of headings above the tasks.')
  if (grid.length > ROWS_MAX + 1)
    throw fail('invalid', `More than ${ROWS_MAX} rows.`, 'Import them in pieces.')
  const rows = await readRows(ctx, project, grid)
  const last = await ctx.sql<{ state: string; position: string }>`
    SELECT state, max(position) AS position FROM projects.task WHERE org = ${ctx.org} AND project = ${id} GROUP BY state`
  const number = await nextNumbers(ctx, id, rows.length)
  const positions = new Map(
    [...Map.groupBy(rows, ({ state }) => state)].map(([state, { length }]) => [
      state,
      keysAfter(last.find((each) => each.state === state)?.position, length).values(),
    ]),
  )
  const made = await ctx.records(Task).createMany(
    rows.map(({ created_on: _made, ...row }, index) => ({
      ...row,
      project: id,
      number: number + index,
      key: `${project.key}-${number + index}`,
      position: positions.get(row.state)!.next().value!,
      comments: 0,
      created_by: ctx.actor.id,
    })),
  )
  const aged = await age(rows.map(({ created_on }, index) => [made[index]!.id, created_on]))
  await recordChanges(
    ctx,
    made.map((task) => ({ after: { ...task, created_at: aged.get(task.id) ?? task.created_at } })),
    { quiet: true },
  )
  return { created: made.length, ...(made[0] ? { first: made[0].key } : {}) }

  /** What was made elsewhere keeps its day, so that statistics go back to the beginning. */
  async function age(
    days: readonly (readonly [id: string, day: string | undefined])[],
  ): Promise<Map<string, string>> {
    const old = days.flatMap(([id, day]) => (day ? [[id, `${day}T08:00:00Z`] as const] : []))
    if (old.length === 0) return new Map()
    const written = await ctx.sql<{ id: string; created_at: string }>`
      UPDATE projects.task t SET created_at = i.made FROM unnest(${old.map(([id]) => id)}::uuid[], ${old.map(([, day]) => day)}::timestamptz[]) AS i(id, made)
      WHERE t.org = ${ctx.org} AND t.id = i.id RETURNING t.id, t.created_at`
    return new Map(written.map((row) => [row.id, row.created_at]))
  }
})
