import { conflict, defineAction, forbidden, ref, T } from '#kernel'
import { createConversation, getConversation } from '#modules/chat'
import { Member, Project, ProjectView, Task } from '../entities.ts'
import { memberJoined, projectChanged, projectCreated } from '../events.ts'
import { streamOf } from '../look.ts'
import { keysAfter } from '../order.ts'
import { recordChanges, recordEvents } from '../record.ts'
import { templates } from '../templates.ts'
import { addToProject } from './member.add.ts'
import { nextNumbers } from './task.create.ts'

const { name, key, description, conversation } = Project.fields

export const createProject = defineAction({
  id: 'projects.project.create',
  kind: 'command',
  effect: 'local',
  title: 'New project',
  description:
    'Makes a project with you as its lead, from a template, with a group of its own or one that you are in.',
  input: T.Object(
    {
      name,
      key,
      template: T.Optional(
        T.Enum(
          templates.map(({ id }) => id),
          { title: 'Template', default: 'simple' },
        ),
      ),
      description,
      people: T.Optional(
        T.Array(ref('directory.person'), { maxItems: 200, uniqueItems: true, title: 'Members' }),
      ),
      group: T.Optional(
        T.Enum(['new', 'chosen', 'none'], {
          title: 'Group',
          description:
            'Where its tasks are told: a group made for it, one that you are in, or none.',
          default: 'new',
        }),
      ),
      conversation,
      first_tasks: T.Optional(
        T.Boolean({ title: 'With the template’s first tasks', default: true }),
      ),
      language: T.Optional(T.Enum(['en', 'zh'], { title: 'Language', default: 'en' })),
    },
    { additionalProperties: false },
  ),
  output: ProjectView,
  errors: {
    onlyPeople: forbidden('Only a person leads a project.', 'Let the person who leads it make it.'),
    keyTaken: conflict('Another project has this key.', 'Choose another key.'),
  },
  emits: [projectCreated, projectChanged, memberJoined, ...recordEvents],
  scope: 'projects.use',
  mcp: 'listed',
}).run(async (input, ctx) => {
  if (ctx.actor.kind !== 'person') throw ctx.error('onlyPeople')
  const { people = [], language = 'en' } = input
  const template = templates.find(({ id }) => id === (input.template ?? 'simple'))!
  const [taken] =
    await ctx.sql`SELECT 1 FROM projects.project WHERE org = ${ctx.org} AND key = ${input.key}`
  if (taken) throw ctx.error('keyTaken')
  const others = people.filter((person) => person !== ctx.actor.id)
  const place = await groupOf()
  const why = 'who makes a project becomes its lead in the same breath'
  const project = await ctx
    .records(Project)
    .unchecked(why)
    .create({
      name: input.name,
      key: input.key,
      template: template.id,
      state: 'active',
      own_group: place.own,
      states: template.states.map((state) => ({ ...state, name: state.name[language] })),
      ...(input.description ? { description: input.description } : {}),
      ...(place.conversation ? { conversation: place.conversation } : {}),
      ...(template.labels.length ? { labels: template.labels.map((each) => each[language]) } : {}),
    })
  await ctx
    .records(Member)
    .unchecked(why)
    .create({ project: project.id, person: ctx.actor.id, role: 'lead' })
  ctx.emit(projectCreated, { project }, { stream: streamOf(project.id), subject: project.id })
  if (others.length) await ctx.call(addToProject, { project: project.id, people: others })
  await firstTasks()
  return project

  async function groupOf(): Promise<{ conversation?: string; own: boolean }> {
    const wish = input.group ?? (input.conversation ? 'chosen' : 'new')
    if (wish === 'chosen' && input.conversation) {
      // Refused as not found when he is not in it.
      await ctx.call(getConversation, { conversation: input.conversation })
      return { conversation: input.conversation, own: false }
    }
    if (wish !== 'new' || others.length === 0) return { own: false }
    const made = await ctx.call(createConversation, {
      kind: 'group',
      name: input.name,
      people: others,
    })
    return { conversation: made.conversation.id, own: true }
  }

  async function firstTasks(): Promise<void> {
    const [first] = project.states
    const titles = template.tasks.map((each) => each[language])
    if (titles.length === 0 || input.first_tasks === false) return
    const number = await nextNumbers(ctx, project.id, titles.length)
    const positions = keysAfter(undefined, titles.length)
    const made = await ctx.records(Task).createMany(
      titles.map((title, index) => ({
        project: project.id,
        number: number + index,
        key: `${project.key}-${number + index}`,
        title,
        state: first!.key,
        category: first!.category,
        priority: 'normal' as const,
        position: positions[index]!,
        comments: 0,
        created_by: ctx.actor.id,
      })),
    )
    await recordChanges(
      ctx,
      made.map((after) => ({ after })),
      { quiet: true },
    )
  }
})
