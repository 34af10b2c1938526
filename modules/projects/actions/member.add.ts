import { defineAction, fail, ref, T } from '#kernel'
import { addMembers, rolesIn } from '#modules/chat'
import { Person } from '#modules/directory'
import { sendNotice } from '#modules/notify'
import { Member, Project, ROLES } from '../entities.ts'
import { memberJoined } from '../events.ts'
import { seatsOf, streamOf } from '../look.ts'

const ADD_MAX = 200

export const addToProject = defineAction({
  id: 'projects.member.add',
  kind: 'command',
  effect: 'local',
  title: 'Add people to a project',
  description:
    'Adds colleagues as leads, members or guests; who is in already keeps his role. Leads and members come into the project’s own group too; guests, who see only tasks of their own, do not.',
  input: T.Object(
    {
      project: ref(Project, { title: 'Project' }),
      people: T.Array(ref('directory.person'), {
        minItems: 1,
        maxItems: ADD_MAX,
        uniqueItems: true,
        title: 'People',
      }),
      role: T.Optional(T.Enum(ROLES, { title: 'Role', default: 'member' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ added: T.Array(T.Id()) }),
  emits: [memberJoined],
  subject: 'project',
  scope: 'projects.use',
  idempotent: true,
}).run(async ({ project: id, people, role = 'member' }, ctx) => {
  const project = await ctx.records(Project).get(id)
  const { items } = await ctx
    .records(Person)
    .list({ where: { id: { in: people }, status: 'active' }, limit: ADD_MAX })
  if (items.length < people.length)
    throw fail('notFound', 'There is no such colleague.', 'Choose people of your organisation.')
  const present = new Set((await seatsOf(ctx, id)).map(({ person }) => person))
  const added = people.filter((person) => !present.has(person))
  await ctx.records(Member).createMany(added.map((person) => ({ project: id, person, role })))
  // Asked even when nobody is new, so that who may not add is always refused.
  if (added.length === 0) {
    await ctx.records(Project).update(id, {})
    return { added }
  }
  if (project.conversation && project.own_group && role !== 'guest')
    await joinGroup(project.conversation, added)
  ctx.emit(
    memberJoined,
    { project: id, members: added.map((person) => ({ person, role })) },
    { stream: streamOf(id), subject: id },
  )
  const told = added.filter((person) => person !== ctx.actor.id)
  if (told.length)
    await ctx.call(sendNotice, {
      people: told,
      kind: memberJoined.id,
      title: {
        en: `${ctx.actor.name} added you to the project “${project.name}”`,
        zh: `${ctx.actor.name}把你加入了项目“${project.name}”`,
      },
      link: `/projects/${id}`,
    })
  return { added }

  /** A lead who is not in the group leaves it to who is. */
  async function joinGroup(conversation: string, newcomers: readonly string[]): Promise<void> {
    const mine = await rolesIn(ctx, conversation, [ctx.actor.id])
    if (mine.size > 0) await ctx.call(addMembers, { conversation, people: [...newcomers] })
  }
})
