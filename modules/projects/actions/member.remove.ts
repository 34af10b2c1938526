import { conflict, defineAction, fail, ref, T } from '#kernel'
import { rolesIn } from '#modules/chat'
import { Member, Project } from '../entities.ts'
import { memberLeft, taskChanged, taskCreated, taskHinted } from '../events.ts'
import { lockProject, streamOf } from '../look.ts'
import { unassign } from '../unassign.ts'

export const removeFromProject = defineAction({
  id: 'projects.member.remove',
  kind: 'command',
  effect: 'local',
  title: 'Take somebody out of a project',
  description:
    'Takes a person, or yourself, out of a project and of its own group; his open tasks there are nobody’s then.',
  input: T.Object(
    {
      project: ref(Project, { title: 'Project' }),
      person: ref('directory.person', { title: 'Person' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    removed: T.Id(),
    unassigned: T.Integer(),
    /** He is still in the group: whoever took him out may not take people out of it. */
    in_group: T.Boolean(),
  }),
  errors: {
    lastLead: conflict('A project has at least one lead.', 'Name another lead first.'),
  },
  emits: [memberLeft, taskChanged, taskCreated, taskHinted],
  subject: 'project',
  scope: 'projects.use',
  destructive: true,
}).run(async ({ project: id, person }, ctx) => {
  const project = await ctx.records(Project).get(id)
  await lockProject(ctx, id)
  const seats = ctx.records(Member)
  const seat = await seats.first({ where: { project: id, person } })
  if (!seat) throw fail('notFound', 'This person is not in the project.', 'Look at its members.')
  if (seat.role === 'lead' && (await seats.count({ project: id, role: 'lead' })) === 1)
    throw ctx.error('lastLead')
  await seats.delete(seat.id)
  const unassigned = await unassign(ctx, id, person)
  await ctx.sql`DELETE FROM projects.follower WHERE org = ${ctx.org} AND project = ${id} AND person = ${person}`
  ctx.emit(memberLeft, { project: id, people: [person] }, { stream: streamOf(id), subject: id })
  return { removed: person, unassigned, in_group: await staysInGroup() }

  async function staysInGroup(): Promise<boolean> {
    const conversation = project.own_group ? project.conversation : undefined
    if (!conversation) return false
    const roles = await rolesIn(ctx, conversation, [person, ctx.actor.id])
    const [his, mine] = [roles.get(person), roles.get(ctx.actor.id)]
    if (!his) return false
    if (person === ctx.actor.id) {
      if (his === 'owner') return true
      await ctx.call('chat.conversation.leave', { conversation })
      return false
    }
    if (mine !== 'owner' && !(mine === 'admin' && his === 'member')) return true
    await ctx.call('chat.conversation.remove', { conversation, people: [person] })
    return false
  }
})
