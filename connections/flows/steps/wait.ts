import { T } from '#kernel'
import { spanMs } from '#connections/expressions'
import { StepError } from '../classify.ts'
import { anything, defineStep, raw } from '../define-step.ts'

export const wait = defineStep({
  kind: 'wait',
  title: 'Wait',
  description:
    'For a time, until a moment, for an event, or for an answer from outside at `run.answer` + the step’s id; as long as it takes, without using anything.',
  effect: 'durable',
  schema: T.Object({
    for: T.Optional(T.String({ title: 'For', description: 'A span such as 2h30m or 3d.' })),
    until: T.Optional(T.String({ title: 'Until' })),
    event: T.Optional(
      T.Object({
        type: T.String({ title: 'Event' }),
        on: raw({ title: 'Of the event', description: '{{ event.request }}' }),
        value: anything({ title: 'Equals' }),
      }),
    ),
    answer: T.Optional(T.Boolean({ title: 'An answer from outside' })),
    timeout: T.Optional(T.String({ title: 'At most' })),
  }),
  async run({ for: span, until, event, answer, timeout }, ctx) {
    const zone = ctx.zone
    const from = new Date()
    const within = span ?? timeout
    const due =
      until === undefined
        ? within === undefined
          ? undefined
          : new Date(from.getTime() + spanMs(within, from, zone))
        : new Date(until)
    if (due && Number.isNaN(due.getTime())) throw new StepError('data', `“${until}” is no time.`)
    if (!due && !event && !answer) throw new StepError('data', 'What to wait for is not said.')
    const got = await ctx.wait({
      ...(due ? { due } : {}),
      ...(event ? { event: { type: event.type, on: event.on, value: String(event.value) } } : {}),
    })
    if (got.kind === 'answer') return got.output
    if (event || answer) throw new StepError('timeout', 'Nothing came in time.')
    return null
  },
})
