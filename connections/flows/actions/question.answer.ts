import { conflict, defineAction, forbidden, invalid, T } from '#kernel'
import { Question } from '../entities.ts'
import { questionAnswered, runsWoken } from '../events.ts'
import { CHOICES, decided } from '../question.ts'
import { resolveStep } from '../resolve.ts'

export const answerQuestion = defineAction({
  id: 'flows.question.answer',
  kind: 'command',
  effect: 'local',
  title: 'Answer a decision',
  description:
    'Says yes or no to what a flow asks of you. The flow goes on once enough of those asked have answered.',
  input: T.Object(
    {
      question: T.Id({ title: 'Decision' }),
      choice: T.String({ title: 'Choice', maxLength: 20 }),
      comment: T.Optional(T.String({ title: 'Comment', maxLength: 1000 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ status: T.String(), choice: T.Optional(T.String()) }),
  errors: {
    notAsked: forbidden('Only those who were asked decide.', 'Tell one of them.'),
    decided: conflict('It has already been decided.', 'Look at the card for what was decided.'),
    alreadyAnswered: conflict('You have answered already.', 'Wait for the others.'),
    noChoice: invalid('There is no such choice.', 'Choose one that the card offers.'),
  },
  emits: [questionAnswered, runsWoken],
  subject: 'question',
  scope: 'flows.use',
}).run(async ({ question: id, choice: said, comment }, ctx) => {
  // Two at the same moment: the second sees what the first said.
  await ctx.sql`SELECT 1 FROM flows.question WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const question = await ctx.records(Question).get(id)
  if (!question.people.includes(ctx.actor.id)) throw ctx.error('notAsked')
  if (question.status !== 'open') throw ctx.error('decided', { choice: question.choice })
  if (question.votes.some(({ person }) => person === ctx.actor.id))
    throw ctx.error('alreadyAnswered')
  if (!(CHOICES[question.kind] as readonly string[]).includes(said)) throw ctx.error('noChoice')
  const vote = {
    person: ctx.actor.id,
    choice: said,
    at: ctx.now.toISOString(),
    ...(comment === undefined ? {} : { comment }),
  }
  const votes = [...question.votes, vote]
  const choice = decided({ ...question, votes })
  const status = choice === undefined ? ('open' as const) : ('decided' as const)
  await ctx
    .records(Question)
    .update(id, { votes, status, ...(choice === undefined ? {} : { choice }) })
  if (choice !== undefined) {
    await resolveStep(ctx.sql, ctx.org, question.run, question.path, { choice, votes }, 'ask')
    ctx.emit(runsWoken, { runs: [question.run] }, { subject: id })
  }
  const told = choice === undefined ? {} : { choice }
  ctx.emit(questionAnswered, { question: id, status, ...told }, { subject: id })
  return { status, ...told }
})
