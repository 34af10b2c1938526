import { defineAction, ref, T } from '#kernel'
import { Project } from '../entities.ts'
import { dayIn, zoneOf } from '../remind.ts'
import { watchProject } from './project.watch.ts'

const DAYS_MAX = 365

export const getStatistics = defineAction({
  id: 'projects.project.statistics',
  kind: 'query',
  effect: 'local',
  title: 'Statistics of a project',
  description:
    'Day by day how many tasks there were and how many of them were done (burn-up), what was finished each week, and what waits where and with whom. For members.',
  input: T.Object(
    {
      project: ref(Project, { title: 'Project' }),
      days: T.Optional(T.Integer({ minimum: 7, maximum: DAYS_MAX, default: 60, title: 'Days' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    burn_up: T.Array(T.Object({ day: T.Day(), scope: T.Integer(), done: T.Integer() })),
    weeks: T.Array(T.Object({ week: T.Day(), made: T.Integer(), done: T.Integer() })),
    states: T.Array(T.Object({ state: T.String(), tasks: T.Integer(), hours: T.Number() })),
    people: T.Array(
      T.Object({ person: T.Optional(T.Id()), open: T.Integer(), overdue: T.Integer() }),
    ),
  }),
  subject: 'project',
  scope: 'projects.use',
}).run(async ({ project, days = 60 }, ctx) => {
  await ctx.call(watchProject, { project })
  const zone = zoneOf(ctx.settings)
  const today = dayIn(ctx.now, zone)
  const [burn_up, weeks, states, people] = await Promise.all([
    ctx.sql<{ day: string; scope: number; done: number }>`
      SELECT d::date::text AS day, count(*) FILTER (WHERE t.made <= d)::int AS scope, count(*) FILTER (WHERE t.done <= d)::int AS done
      FROM generate_series(${today}::date - ${days - 1}::int, ${today}::date, interval '1 day') AS d
      LEFT JOIN (SELECT (created_at AT TIME ZONE ${zone})::date AS made, (done_at AT TIME ZONE ${zone})::date AS done
        FROM projects.task WHERE org = ${ctx.org} AND project = ${project}) t ON true
      GROUP BY d ORDER BY d`,
    ctx.sql<{ week: string; made: number; done: number }>`
      SELECT w::date::text AS week, count(*) FILTER (WHERE t.made >= w AND t.made < w + interval '7 days')::int AS made,
        count(*) FILTER (WHERE t.done >= w AND t.done < w + interval '7 days')::int AS done
      FROM generate_series(date_trunc('week', ${today}::date - ${days - 1}::int)::date, ${today}::date, interval '7 days') AS w
      LEFT JOIN (SELECT (created_at AT TIME ZONE ${zone})::date AS made, (done_at AT TIME ZONE ${zone})::date AS done
        FROM projects.task WHERE org = ${ctx.org} AND project = ${project}) t ON true
      GROUP BY w ORDER BY w`,
    ctx.sql<{ state: string; tasks: number; hours: number }>`
      SELECT state, count(*)::int AS tasks, coalesce(sum(estimate), 0)::float8 AS hours
      FROM projects.task WHERE org = ${ctx.org} AND project = ${project} GROUP BY state`,
    ctx.sql<{ person: string | null; open: number; overdue: number }>`
      SELECT assignee AS person, count(*)::int AS open, count(*) FILTER (WHERE due_on < ${today}::date)::int AS overdue
      FROM projects.task WHERE org = ${ctx.org} AND project = ${project} AND category <> 'done' GROUP BY assignee ORDER BY 2 DESC LIMIT 100`,
  ])
  return {
    burn_up,
    weeks,
    states,
    people: people.map(({ person, ...rest }) => (person ? { person, ...rest } : rest)),
  }
})
