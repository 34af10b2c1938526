import { defineAction, newId, T } from '#kernel'
import { calendarOf } from '../calendar.ts'
import type { Step } from '../definition.ts'
import { kinds } from '../kinds.ts'
import { look } from '../look.ts'
import { programOf } from '../program.ts'
import { checked } from '../publish.ts'
import { seenOf, seenSchema } from '../seen.ts'

export const tryFlow = defineAction({
  id: 'flows.flow.try',
  kind: 'query',
  effect: 'local',
  title: 'Try a flow without effects',
  description:
    'Computes a definition, or one step of it, with given trigger data and says what each step was told and answered. Steps with an effect do not happen: they give what is pinned, or the test ends there.',
  input: T.Object(
    {
      definition: T.Json({ title: 'Definition', description: 'The flow as JSON, format 1.' }),
      trigger: T.Json({ title: 'Trigger data' }),
      pinned: T.Optional(T.Json({ title: 'Outputs by step' })),
      step: T.Optional(T.String({ title: 'Only this step', maxLength: 40 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    state: T.Enum(['done', 'failed', 'waiting']),
    steps: T.Array(seenSchema),
    more: T.Boolean(),
    output: T.Optional(T.Json()),
    error: T.Optional(T.Object({ class: T.String(), message: T.String(), path: T.String() })),
  }),
  scope: 'flows.make',
  ratePerMinute: 120,
}).run(async ({ definition, trigger, pinned = {}, step }, ctx) => {
  const flow = checked(definition, ctx)
  const steps = step === undefined ? flow.steps : only(flow.steps, step)
  const { seen, more, outcome } = await look(
    programOf({ ...flow, steps }, kinds),
    { org: ctx.org, flow: newId(), version: 0, owner: ctx.actor.id, input: trigger, at: ctx.now },
    { pinned: pinned as Record<string, unknown>, workdays: calendarOf(ctx.settings) },
  )
  const error = outcome.state === 'failed' ? outcome.error : undefined
  return {
    state: outcome.state,
    steps: seen.map(seenOf),
    more,
    ...(outcome.state === 'done' ? { output: JSON.parse(outcome.output) as unknown } : {}),
    ...(error ? { error: { class: error.class, message: error.message, path: error.path } } : {}),
  }
})

/** The step wherever it stands in the tree. */
function only(value: unknown, id: string): Step[] {
  if (typeof value !== 'object' || value === null) return []
  if ('id' in value && 'kind' in value && value.id === id) return [value as Step]
  for (const inner of Object.values(value)) {
    const found = only(inner, id)
    if (found.length) return found
  }
  return []
}
