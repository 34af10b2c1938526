import { defineAction, T, type AnyAction } from '#kernel'
import { sendNotice } from '#modules/notify'
import { dayIn, nextMorning, REMIND, zoneOf } from '../remind.ts'

/** Tasks of one round; more follow at once. */
const TASKS_MAX = 2000
/** Tasks named in one notice; the list shows the others. */
const NAMED_MAX = 5

export const remindDue = defineAction({
  id: 'projects.task.remind',
  kind: 'command',
  effect: 'local',
  title: 'Remind of tasks that are due',
  description:
    'Each morning tells everybody, in one notice, which of his tasks are due today or overdue. Once a day and task.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ people: T.Integer(), tasks: T.Integer() }),
  silent: 'the notices say it',
  scope: 'member',
  internal: true,
  idempotent: true,
}).run(async (_input, ctx) => {
  const today = dayIn(ctx.now, zoneOf(ctx.settings))
  const due = await ctx.sql<{ person: string; key: string; title: string; late: boolean }>`
    UPDATE projects.task t SET reminded_on = ${today}::date
    WHERE t.org = ${ctx.org} AND t.id IN (
      SELECT d.id FROM projects.task d JOIN projects.project p ON p.org = d.org AND p.id = d.project
      WHERE d.org = ${ctx.org} AND d.due_on <= ${today}::date AND d.category <> 'done' AND d.assignee IS NOT NULL
        AND p.state = 'active' AND d.reminded_on IS DISTINCT FROM ${today}::date
      ORDER BY d.assignee, d.due_on LIMIT ${TASKS_MAX} FOR UPDATE OF d)
    RETURNING t.assignee AS person, t.key, t.title, t.due_on < ${today}::date AS late`
  for (const [person, tasks] of Map.groupBy(due, (each) => each.person)) {
    const late = tasks.filter((each) => each.late).length
    await ctx.call(sendNotice, {
      people: [person],
      kind: 'projects.task.remind',
      title: titleOf(late, tasks.length - late),
      body: tasks
        .slice(0, NAMED_MAX)
        .map(({ key, title }) => `${key} ${title}`)
        .join('\n')
        .slice(0, 2000),
      link: '/todo',
    })
  }
  const more = due.length === TASKS_MAX
  ctx.enqueue(again, {}, { ...REMIND, at: more ? ctx.now : nextMorning(ctx.now, ctx.settings) })
  return { people: new Set(due.map(({ person }) => person)).size, tasks: due.length }
})

function titleOf(late: number, now: number): { en: string; zh: string } {
  const tasks = (count: number) => (count === 1 ? '1 task is' : `${count} tasks are`)
  if (late === 0) return { en: `${tasks(now)} due today`, zh: `今天有 ${now} 个任务到期` }
  if (now === 0) return { en: `${tasks(late)} overdue`, zh: `有 ${late} 个任务已逾期` }
  return {
    en: `${tasks(late)} overdue, ${now} due today`,
    zh: `有 ${late} 个任务已逾期，${now} 个今天到期`,
  }
}

const again = { id: 'projects.task.remind', type: 'action' } as AnyAction
