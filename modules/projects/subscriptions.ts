import { defineSubscription } from '#kernel'
import { personErased } from '#modules/audit'
import { refreshCard, refreshing } from '#modules/cards'
import { personLeft } from '#modules/directory'
import { sendNotice } from '#modules/notify'
import { taskCard } from './cards.ts'
import { CARD, tellGroup } from './actions/task.tell.ts'
import { memberChanged, memberLeft, taskChanged } from './events.ts'
import { streamOf } from './look.ts'
import { unassign } from './unassign.ts'

/** What is worth a message; any other change only alters the card that stands there already. */
const TELLING = new Set(['state', 'assignee'])

const tell = defineSubscription({ id: 'projects.tell_group', on: taskChanged, lane: 'id' }).run(
  async ({ payload: { id, fields } }, ctx) => {
    if (fields.some((field) => TELLING.has(field))) await ctx.call(tellGroup, { task: id })
  },
)

/** A project is never without a lead: the member who has been there longest. */
const leaverGoes = defineSubscription({
  id: 'projects.leaver_goes',
  on: personLeft,
  lane: 'person',
}).run(async ({ type, payload: { person, name } }, ctx) => {
  const seats = await ctx.sql<{ project: string; name: string; role: string }>`
    SELECT m.project, p.name, m.role FROM projects.member m JOIN projects.project p ON p.org = m.org AND p.id = m.project
    WHERE m.org = ${ctx.org} AND m.person = ${person} ORDER BY m.project`
  for (const seat of seats) {
    const { project } = seat
    await ctx.sql`DELETE FROM projects.member WHERE org = ${ctx.org} AND project = ${project} AND person = ${person}`
    await ctx.sql`DELETE FROM projects.follower WHERE org = ${ctx.org} AND project = ${project} AND person = ${person}`
    const [heir] = await ctx.sql<{ person: string }>`
      UPDATE projects.member m SET role = 'lead', rev = rev + 1, updated_at = now()
      WHERE m.org = ${ctx.org} AND m.id = (SELECT h.id FROM projects.member h
        WHERE h.org = ${ctx.org} AND h.project = ${project} AND h.role = 'member'
          AND NOT EXISTS (SELECT 1 FROM projects.member l WHERE l.org = ${ctx.org} AND l.project = ${project} AND l.role = 'lead')
        ORDER BY h.created_at, h.id LIMIT 1) RETURNING m.person`
    const place = { stream: streamOf(project), subject: project }
    ctx.emit(memberLeft, { project, people: [person] }, place)
    if (heir) ctx.emit(memberChanged, { project, person: heir.person, role: 'lead' }, place)
    const freed = await unassign(ctx as never, project, person)
    const leads = await ctx.sql<{ person: string }>`
      SELECT person FROM projects.member WHERE org = ${ctx.org} AND project = ${project} AND role = 'lead'`
    if (freed === 0 || leads.length === 0) continue
    await ctx.call(sendNotice, {
      people: leads.map((lead) => lead.person),
      kind: type,
      title: {
        en: `${name} has left; ${freed} open tasks of “${seat.name}” are nobody’s`,
        zh: `${name}已离职，“${seat.name}”有 ${freed} 个任务没有负责人`,
      },
      link: `/projects/${project}`,
    })
  }
})

/** Cards show names; this many of a person's tasks are drawn anew. */
const CARDS_MAX = 500

const forgetErased = defineSubscription({
  id: 'projects.forget_erased',
  on: personErased,
  lane: 'person',
}).run(async ({ payload: { person } }, ctx) => {
  const tasks = await ctx.sql<{ id: string }>`
    SELECT id FROM projects.task WHERE org = ${ctx.org} AND assignee = ${person} AND told_at IS NOT NULL ORDER BY id DESC LIMIT ${CARDS_MAX}`
  for (const { id } of tasks) await ctx.call(refreshCard, { template: CARD, record: id })
})

export const subscriptions = [
  ...refreshing(taskCard, [taskChanged]),
  tell,
  leaverGoes,
  forgetErased,
]
