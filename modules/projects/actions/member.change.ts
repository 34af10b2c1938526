import { conflict, defineAction, fail, ref, T } from '#kernel'
import { Member, Project, ROLES } from '../entities.ts'
import { memberChanged } from '../events.ts'
import { lockProject, streamOf } from '../look.ts'

export const changeMember = defineAction({
  id: 'projects.member.change',
  kind: 'command',
  effect: 'local',
  title: 'Give a role in a project',
  description: 'Makes somebody of the project a lead, a member or a guest.',
  input: T.Object(
    {
      project: ref(Project, { title: 'Project' }),
      person: ref('directory.person', { title: 'Person' }),
      role: T.Enum(ROLES, { title: 'Role' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ person: T.Id(), role: T.Enum(ROLES) }),
  errors: {
    lastLead: conflict('A project has at least one lead.', 'Name another lead first.'),
  },
  emits: [memberChanged],
  subject: 'project',
  scope: 'projects.use',
  idempotent: true,
}).run(async ({ project, person, role }, ctx) => {
  await ctx.records(Project).get(project)
  await lockProject(ctx, project)
  const seats = ctx.records(Member)
  const seat = await seats.first({ where: { project, person } })
  if (!seat) throw fail('notFound', 'This person is not in the project.', 'Add the person first.')
  if (seat.role === role) return { person, role }
  await seats.update(seat.id, { role })
  if (seat.role === 'lead' && (await seats.count({ project, role: 'lead' })) === 0)
    throw ctx.error('lastLead')
  ctx.emit(
    memberChanged,
    { project, person, role },
    { stream: streamOf(project), subject: project },
  )
  return { person, role }
})
