import { defineAction, T } from '#kernel'
import { deliverCard, ensureCard } from '#modules/cards'
import { postCard } from '#modules/chat'
import { Asked, Question } from '../entities.ts'
import { QUESTION_CARD } from '../question.ts'

/** Called by the engine as the module; the wait is opened in the same transaction. */
export const openQuestion = defineAction({
  id: 'flows.question.open',
  kind: 'command',
  effect: 'local',
  title: 'Ask people for a decision',
  description: 'Makes the decision’s card and puts it into the inbox of everybody asked.',
  input: T.Object({
    run: T.Id(),
    path: T.String({ maxLength: 300 }),
    people: T.Array(T.Id(), { minItems: 1, maxItems: 50 }),
    title: T.String({ maxLength: 200 }),
    text: T.Optional(T.String({ maxLength: 4000 })),
    kind: T.Optional(T.Enum(['decide', 'sure'])),
    need: T.Integer({ minimum: 1 }),
    veto: T.Optional(T.Boolean()),
    /** The card stands there too, for everybody to see; only those asked decide. */
    conversation: T.Optional(T.Id()),
  }),
  output: T.Object({ question: T.Id() }),
  silent: 'the card that it delivers is what people are told',
  scope: 'flows.use',
  internal: true,
}).run(async ({ kind = 'decide', veto = false, conversation, ...asked }, ctx) => {
  const question = await ctx
    .records(Question)
    .unchecked('the engine asks')
    .create({ ...asked, kind, veto, votes: [], status: 'open' })
  await ctx
    .records(Asked)
    .unchecked('the engine asks')
    .createMany([...new Set(asked.people)].map((person) => ({ question: question.id, person })))
  const { card } = await ctx.callAsModule(ensureCard, {
    template: QUESTION_CARD,
    entity: Question.id,
    record: question.id,
  })
  for (const person of new Set(asked.people))
    await ctx.callAsModule(deliverCard, { card, space: `person:${person}` })
  if (conversation) await ctx.callAsModule(postCard, { conversation, card })
  return { question: question.id }
})
