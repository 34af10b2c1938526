import { T, conflict, defineAction, fail, ref, visibleSchema } from '#kernel'
import { Assignment, Department, Person, Post } from '../entities.ts'
import { personPlaced } from '../events.ts'

export const createAssignment = defineAction({
  id: 'directory.assignment.create',
  kind: 'command',
  effect: 'local',
  title: 'Assign a person to a further department',
  description:
    'Beside the main department; with a post if there is one. Rights of that department come with it.',
  input: T.Object(
    {
      person: ref('directory.person', { title: 'Person' }),
      department: ref('directory.department', { title: 'Department' }),
      post: T.Optional(ref('directory.post', { title: 'Post' })),
    },
    { additionalProperties: false },
  ),
  output: visibleSchema(Assignment),
  errors: {
    already: conflict(
      'The person already belongs to this department.',
      'Nothing needs to be done.',
    ),
  },
  emits: [personPlaced],
  subject: 'person',
  scope: 'directory.manage',
}).run(async (input, ctx) => {
  const { status } = await ctx.records(Person).get(input.person)
  if (status === 'left')
    throw fail('invalid', 'This person has left.', 'Choose somebody who works here.')
  await ctx.records(Department).get(input.department)
  if (input.post) await ctx.records(Post).get(input.post)
  const { person, department } = input
  if (await ctx.records(Assignment).first({ where: { person, department } }))
    throw ctx.error('already')
  const made = await ctx.records(Assignment).create(input)
  ctx.emit(personPlaced, { person })
  ctx.revoke({ org: ctx.org, id: person })
  return made
})
