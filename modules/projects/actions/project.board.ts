import { defineAction, ref, T } from '#kernel'
import { BoardTask, Member, Project, ProjectView, ROLES, Seat, Task } from '../entities.ts'
import { boardTask } from '../look.ts'

/** A board of more than this is read by a table; the rest comes page by page. */
const TASKS_MAX = 1000
const SEATS_MAX = 1000

export const getBoard = defineAction({
  id: 'projects.project.board',
  kind: 'query',
  effect: 'local',
  title: 'Open a project',
  description:
    'A project with its people and its tasks in the order of the board, as far as you may see them.',
  input: T.Object(
    {
      project: ref(Project, { title: 'Project' }),
      limit: T.Optional(T.Integer({ minimum: 1, maximum: TASKS_MAX, default: TASKS_MAX })),
      cursor: T.Optional(T.String({ maxLength: 2000 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    project: ProjectView,
    role: T.Enum(ROLES),
    members: T.Array(Seat),
    tasks: T.Array(BoardTask),
    next: T.Optional(T.String()),
  }),
  subject: 'project',
  scope: 'projects.use',
  mcp: 'listed',
}).run(async ({ project: id, limit = TASKS_MAX, cursor }, ctx) => {
  const project = await ctx.records(Project).get(id)
  const [seats, page] = await Promise.all([
    ctx.records(Member).list({ where: { project: id }, sort: ['created_at'], limit: SEATS_MAX }),
    ctx.records(Task).list({
      where: { project: id },
      sort: ['position'],
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    }),
  ])
  const members = seats.items.map(({ person, role }) => ({ person, role }))
  return {
    project,
    role: members.find(({ person }) => person === ctx.actor.id)?.role ?? 'guest',
    members,
    tasks: page.items.map(boardTask),
    ...(page.next === undefined ? {} : { next: page.next }),
  }
})
