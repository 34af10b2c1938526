import { defineAction, T } from '#kernel'
import { Person } from '#modules/directory'
import { Question } from '../entities.ts'

/** What a decision's card shows to everybody asked. */
export const faceOfQuestion = defineAction({
  id: 'flows.question.face',
  kind: 'query',
  effect: 'local',
  title: 'What a decision’s card shows',
  description: 'The public face of a decision, for its card.',
  input: T.Object({ question: T.Id() }, { additionalProperties: false }),
  output: T.Object({
    id: T.Id(),
    title: T.String(),
    text: T.Optional(T.String()),
    status: T.String(),
    asks: T.Boolean(),
    unsure: T.Boolean(),
    answers: T.String(),
    decision: T.Optional(T.String()),
  }),
  subject: 'question',
  scope: 'flows.admin',
  internal: true,
}).run(async ({ question: id }, ctx) => {
  const found = await ctx.records(Question).get(id)
  const { title, text, status, kind, votes, choice } = found
  const people = votes.length
    ? await ctx
        .records(Person)
        .unchecked('names on a card for those who decide')
        .list({ where: { id: { in: votes.map(({ person }) => person) } } })
    : { items: [] }
  const names = new Map(people.items.map((person) => [person.id, person.name]))
  const open = status === 'open'
  return {
    id,
    title,
    status,
    asks: open && kind === 'decide',
    unsure: open && kind === 'sure',
    answers: votes
      .map(({ person, choice: said }) => `${names.get(person) ?? '…'}: ${said}`)
      .join(', '),
    ...(text ? { text } : {}),
    ...(choice ? { decision: choice } : {}),
  }
})
