import { fail, type BaseContext, type Context, type RecordOf } from '#kernel'
import { Project, type BoardTask, type State, Task } from './entities.ts'
import type { Static } from '#kernel'

export type ProjectRecord = RecordOf<typeof Project>
export type TaskRecord = RecordOf<typeof Task>
export type BoardTaskView = Static<typeof BoardTask>
export type StateSpec = Static<typeof State>
// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
export type AnyContext = Context<any, any>

export const streamOf = (project: string): string => `projects.project:${project}`
export const linkTo = (task: { project: string; id: string }): string =>
  `/projects/${task.project}/board/${task.id}`

/** As it stands on the board and travels in events. */
export function boardTask(task: TaskRecord): BoardTaskView {
  const { description: _description, files: _files, ...shown } = task
  return shown
}

/** A project that the actor is in; what is archived takes no new work. */
export async function activeProject(ctx: AnyContext, id: string): Promise<ProjectRecord> {
  const project = await ctx.records(Project).get(id)
  if (project.state === 'archived')
    throw fail('conflict', 'This project is archived.', 'Ask a lead to take it up again.')
  return project
}

/** Columns keep their order while a task moves: moves and creations of one project go one by one. */
export const lockProject = (ctx: BaseContext, id: string): Promise<unknown> =>
  ctx.sql`SELECT 1 FROM projects.project WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`

export function stateOf(project: ProjectRecord, key: string): StateSpec {
  const state = project.states.find((each) => each.key === key)
  if (!state)
    throw fail(
      'invalid',
      `This project has no state “${key.slice(0, 40)}”.`,
      `Use one of: ${project.states.map((each) => each.key).join(', ')}.`,
      { fields: [{ path: '/state', message: 'is no state of this project' }] },
    )
  return state
}

export interface SeatRow {
  readonly person: string
  readonly role: 'lead' | 'member' | 'guest'
}

export const seatsOf = (ctx: BaseContext, project: string): Promise<SeatRow[]> => ctx.sql<SeatRow>`
  SELECT person, role FROM projects.member WHERE org = ${ctx.org} AND project = ${project} ORDER BY id`

/** Only who is in the project can be given a task of it. */
export async function requireSeats(
  ctx: BaseContext,
  project: string,
  people: readonly string[],
): Promise<void> {
  if (people.length === 0) return
  const wanted = [...new Set(people)]
  const found = await ctx.sql<{ person: string }>`
    SELECT person FROM projects.member WHERE org = ${ctx.org} AND project = ${project} AND person = ANY(${wanted}::uuid[])`
  if (found.length === wanted.length) return
  throw fail(
    'invalid',
    'The assignee is not in this project.',
    'Add the person to the project first, as a member or a guest.',
    { fields: [{ path: '/assignee', message: 'is not in this project' }] },
  )
}

/** The last key of a column. */
export async function lastPosition(
  ctx: BaseContext,
  project: string,
  state: string,
): Promise<string | undefined> {
  const [row] = await ctx.sql<{ position: string }>`
    SELECT position FROM projects.task WHERE org = ${ctx.org} AND project = ${project} AND state = ${state}
    ORDER BY position DESC LIMIT 1`
  return row?.position
}
