import { moduleActor, T } from '#kernel'
import { spanMs } from '#connections/expressions'
import { openQuestion } from '../actions/question.open.ts'
import { caused } from '../caused.ts'
import { ours, StepError } from '../classify.ts'
import { anything, defineStep } from '../define-step.ts'

export const ask = defineStep({
  kind: 'ask',
  title: 'Ask people',
  description:
    'Puts a card with Approve and Reject before people and waits until enough have decided: one, all, or so many of them.',
  effect: 'durable',
  schema: T.Object({
    people: T.Json({ title: 'People', 'x-refs': 'directory.person' }),
    question: T.String({ title: 'Question' }),
    text: T.Optional(T.String({ title: 'Text' })),
    need: T.Optional(anything({ title: 'Needed', description: 'any, all, or a number' })),
    veto: T.Optional(T.Boolean({ title: 'One refusal is enough' })),
    deadline: T.Optional(T.String({ title: 'Deadline', description: 'A span such as 3d.' })),
    conversation: T.Optional(
      T.String({ title: 'Also in the group', 'x-pick': 'chat.conversation.list' }),
    ),
  }),
  async run(
    { people: given, question, text, need = 'any', veto = false, deadline, conversation },
    ctx,
  ) {
    const people = [...new Set(Array.isArray(given) ? given.map(String) : [String(given)])]
    const needed = need === 'any' ? 1 : need === 'all' ? people.length : Number(need)
    if (people.length === 0 || !Number.isInteger(needed) || needed < 1 || needed > people.length)
      throw new StepError(
        'data',
        `So many are asked (${people.length}) that ${String(need)} cannot be needed.`,
      )
    const now = new Date()
    const due =
      deadline === undefined ? undefined : new Date(now.getTime() + spanMs(deadline, now, ctx.zone))
    if (!ctx.opened()) {
      await ctx.owner()
      const actor = moduleActor(
        'flows',
        ctx.claim.org,
        ['flows.use', 'flows.admin'],
        ctx.claim.owner,
      )
      await ours(() =>
        ctx.kernel.call(
          openQuestion,
          {
            run: ctx.claim.id,
            path: ctx.path,
            people,
            title: question.slice(0, 200),
            need: needed,
            veto,
            ...(text === undefined ? {} : { text: String(text).slice(0, 4000) }),
            ...(conversation === undefined ? {} : { conversation }),
          },
          actor,
          {
            door: 'module',
            after: async (session) => {
              caused(session, ctx.claim)
              await ctx.openIn(session, due)
            },
          },
        ),
      )
    }
    const got = await ctx.wait(due ? { due } : {})
    if (got.kind === 'answer') return got.output
    await ctx.kernel.database.transaction(ctx.claim.org, async ({ sql }) => {
      await sql`UPDATE flows.question SET status = 'expired', rev = rev + 1 WHERE org = ${ctx.claim.org} AND run = ${ctx.claim.id} AND path = ${ctx.path} AND status = 'open'`
    })
    return { choice: 'none', votes: [] }
  },
})
