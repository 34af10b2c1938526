import type { Context, EventType } from '#kernel'
import { sendNotice } from '#modules/notify'
import { putItems, settleItems } from '#modules/todo'
import { remindDue } from './actions/task.remind.ts'
import { taskChanged, taskCreated, taskHinted } from './events.ts'
import { boardTask, linkTo, streamOf, type TaskRecord } from './look.ts'
import { nextMorning, REMIND } from './remind.ts'

export const recordEvents = [taskCreated, taskChanged, taskHinted] as const
export type Recording = Context<
  // oxlint-disable-next-line typescript/no-explicit-any -- any action's errors will do
  any,
  readonly [typeof taskCreated, typeof taskChanged, typeof taskHinted, ...EventType[]]
>
export interface Change {
  /** Absent: it was just made. */
  readonly before?: TaskRecord
  readonly after: TaskRecord
}

/**
 * Everything that follows from changed tasks, in their own transaction and by sets: history, to-dos of
 * the assignees, what the project's stream and concerned guests hear, reminders. `quiet` for many at
 * once: nobody wants forty notices of one import.
 */
export async function recordChanges(
  ctx: Recording,
  changes: readonly Change[],
  options: { quiet?: boolean } = {},
): Promise<void> {
  const real = changes.flatMap((change) => {
    const fields = change.before ? changedFields(change.before, change.after) : []
    return change.before && fields.length === 0 ? [] : [{ ...change, fields }]
  })
  if (real.length === 0) return
  await writeActivity(ctx, real)
  await feedTodo(ctx, real)
  for (const { before, after, fields } of real) {
    const place = { stream: streamOf(after.project), subject: after.id }
    const head = { project: after.project, id: after.id, task: boardTask(after) }
    if (before) ctx.emit(taskChanged, { ...head, fields }, place)
    else ctx.emit(taskCreated, head, place)
  }
  await hintGuests(
    ctx,
    real.flatMap(({ before, after }) => (before ? [before, after] : [after])),
  )
  if (!options.quiet) {
    await tellAssignees(ctx, real)
    await tellFollowers(ctx, real)
  }
  if (real.some(({ after }) => after.due_on && after.assignee && after.category !== 'done'))
    ctx.enqueue(remindDue, {}, { ...REMIND, at: nextMorning(ctx.now, ctx.settings) })
}

const UNTOLD = new Set(['rev', 'updated_at', 'created_at', 'id', 'comments'])

export function changedFields(before: TaskRecord, after: TaskRecord): string[] {
  const [a, b] = [before, after] as unknown as [Record<string, unknown>, Record<string, unknown>]
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (name) => !UNTOLD.has(name) && JSON.stringify(a[name]) !== JSON.stringify(b[name]),
  )
}

type Real = Change & { readonly fields: readonly string[] }

/** Where a card stands in its column and when it was done follow from the rest; nobody reads them as history. */
const UNWRITTEN = new Set(['position', 'category', 'done_at'])

interface Told {
  readonly task: TaskRecord
  readonly kind: 'created' | 'changed' | 'moved'
  readonly changes: readonly object[] | null
}

async function writeActivity(ctx: Recording, changes: readonly Real[]): Promise<void> {
  const rows = changes.flatMap(({ before, after, fields }): Told[] => {
    if (!before) return [{ task: after, kind: 'created', changes: null }]
    const written = fields.filter((field) => !UNWRITTEN.has(field))
    if (written.length === 0) return []
    const told = written.map((field) => ({
      field,
      // Long text is kept in the audit row; here it only says that it changed.
      ...(field === 'description'
        ? {}
        : { from: before[field as never], to: after[field as never] }),
    }))
    return [{ task: after, kind: fields.includes('state') ? 'moved' : 'changed', changes: told }]
  })
  if (rows.length === 0) return
  await ctx.sql`
    INSERT INTO projects.activity (org, id, project, task, by, kind, changes)
    SELECT ${ctx.org}::uuid, i.id, i.project, i.task, ${ctx.actor.onBehalfOf ?? ctx.actor.id}, i.kind, i.changes::jsonb
    FROM unnest(${rows.map(() => ctx.id())}::uuid[], ${rows.map(({ task }) => task.project)}::uuid[], ${rows.map(({ task }) => task.id)}::uuid[],
      ${rows.map(({ kind }) => kind)}::text[], ${rows.map((row) => row.changes && JSON.stringify(row.changes))}::text[])
      AS i(id, project, task, kind, changes)`
}

/** An open task is a to-do of whom it is given to; done there is done here. */
async function feedTodo(ctx: Recording, changes: readonly Real[]): Promise<void> {
  const open = changes.filter(({ after }) => after.assignee && after.category !== 'done')
  const settled = (done: boolean) =>
    changes
      .filter(
        ({ before, after }) =>
          before?.assignee &&
          !(after.assignee && after.category !== 'done') &&
          (after.category === 'done') === done,
      )
      .map(({ after }) => after.id)
  await putTodos(
    ctx,
    open.map(({ after }) => after),
  )
  for (const state of ['done', 'dropped'] as const) {
    const keys = settled(state === 'done')
    if (keys.length) await ctx.callAsModule(settleItems, { keys, state })
  }
}

/** Puts open tasks on the lists of those they are given to. */
export async function putTodos(ctx: Recording, tasks: readonly TaskRecord[]): Promise<void> {
  if (tasks.length === 0) return
  await ctx.callAsModule(putItems, {
    items: tasks.map((task) => ({
      key: task.id,
      person: task.assignee!,
      title: `${task.key} ${task.title}`.slice(0, 300),
      entity: 'projects.task',
      record: task.id,
      link: linkTo(task),
      priority: task.priority,
      ...(task.due_on ? { due_on: task.due_on } : {}),
      done: { action: 'projects.task.complete', input: { task: task.id } },
    })),
  })
}

/** Guests may not hear the project's stream, so those concerned are told that something changed. */
export async function hintGuests(ctx: Recording, tasks: readonly TaskRecord[]): Promise<void> {
  const rows = await ctx.sql<{ person: string; project: string; task: string }>`
    SELECT DISTINCT m.person, m.project, t.id AS task
    FROM unnest(${tasks.map(({ id }) => id)}::uuid[], ${tasks.map(({ project }) => project)}::uuid[], ${tasks.map(({ assignee }) => assignee ?? null)}::uuid[])
      AS t(id, project, assignee)
    JOIN projects.member m ON m.org = ${ctx.org} AND m.project = t.project AND m.role = 'guest'
    WHERE m.person = t.assignee OR EXISTS
      (SELECT 1 FROM projects.follower f WHERE f.org = ${ctx.org} AND f.task = t.id AND f.person = m.person)`
  for (const { person, project, task } of rows)
    ctx.emit(taskHinted, { project, id: task }, { stream: `person:${person}`, subject: task })
}

async function tellAssignees(ctx: Recording, changes: readonly Real[]): Promise<void> {
  const by = ctx.actor.onBehalfOf ?? ctx.actor.id
  for (const { before, after } of changes) {
    if (!after.assignee || after.assignee === before?.assignee || after.assignee === by) continue
    await ctx.call(sendNotice, {
      people: [after.assignee],
      kind: taskChanged.id,
      title: {
        en: `${ctx.actor.name} gave you “${after.title}”`,
        zh: `${ctx.actor.name}把“${after.title}”交给你`,
      },
      link: linkTo(after),
    })
  }
}

/** More followers of one task are not told; they see it on the board. */
const FOLLOWERS_MAX = 1000

/** Who follows a task waits for its end; of the way there the board and the group tell. */
async function tellFollowers(ctx: Recording, changes: readonly Real[]): Promise<void> {
  const by = ctx.actor.onBehalfOf ?? ctx.actor.id
  for (const { before, after } of changes) {
    if (!before || after.category !== 'done' || before.category === 'done') continue
    const rows = await ctx.sql<{ person: string }>`
      SELECT f.person FROM projects.follower f JOIN projects.member m ON m.org = f.org AND m.project = f.project AND m.person = f.person
      WHERE f.org = ${ctx.org} AND f.task = ${after.id} AND f.person::text <> ${by} LIMIT ${FOLLOWERS_MAX}`
    if (rows.length === 0) continue
    await ctx.call(sendNotice, {
      people: rows.map(({ person }) => person),
      kind: taskChanged.id,
      title: {
        en: `${ctx.actor.name} completed “${after.title}”`,
        zh: `${ctx.actor.name}完成了“${after.title}”`,
      },
      link: linkTo(after),
    })
  }
}
