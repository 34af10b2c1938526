import { defineAction, fail, forbidden, ref, T } from '#kernel'
import { Project } from '../entities.ts'

export const watchProject = defineAction({
  id: 'projects.project.watch',
  kind: 'query',
  effect: 'local',
  title: 'Follow a project live',
  description:
    'Says whether you may hear everything that happens in a project: its leads and members may, its guests hear of their own tasks only.',
  input: T.Object({ project: ref(Project, { title: 'Project' }) }, { additionalProperties: false }),
  output: T.Object({ role: T.Enum(['lead', 'member']) }),
  errors: {
    guest: forbidden(
      'Guests do not hear of every task.',
      'You are told of those that concern you.',
    ),
  },
  subject: 'project',
  scope: 'projects.use',
}).run(async ({ project }, ctx) => {
  const [seat] = await ctx.sql<{ role: 'lead' | 'member' | 'guest' }>`
    SELECT role FROM projects.member WHERE org = ${ctx.org} AND project = ${project} AND person::text = ${ctx.actor.id}`
  if (!seat) throw fail('notFound', 'There is no such project.', 'Ask a lead to add you.')
  if (seat.role === 'guest') throw ctx.error('guest')
  return { role: seat.role }
})
