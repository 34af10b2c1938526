import { defineAction, T } from '#kernel'
import { compile, ExpressionError } from '#connections/expressions'
import { ZONE } from '../zone.ts'

/** What a form shows beside a field; more is looked at in the run. */
const SHOWN_MAX = 20_000

export const evaluateExpression = defineAction({
  id: 'flows.expression.evaluate',
  kind: 'query',
  effect: 'local',
  title: 'Try expressions',
  description:
    'Computes values that hold expressions, {{ … }}, with given data: what a step would be told, before it runs.',
  input: T.Object(
    {
      values: T.Array(T.Json(), { maxItems: 50 }),
      scope: T.Json({ title: 'Data', description: 'trigger, steps, vars, … by name.' }),
      zone: T.Optional(T.String({ maxLength: 60 })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    results: T.Array(T.Object({ value: T.Optional(T.Json()), error: T.Optional(T.String()) })),
  }),
  scope: 'flows.use',
}).run(async ({ values, scope, zone = ZONE }, ctx) => {
  const seen = (typeof scope === 'object' && scope !== null ? scope : {}) as Record<string, unknown>
  const around = { now: ctx.now, zone }
  return {
    results: values.map((value) => {
      try {
        const computed = compile(value).of(seen, around) ?? null
        return JSON.stringify(computed).length > SHOWN_MAX
          ? { error: 'The value is too long to be shown here.' }
          : { value: computed }
      } catch (error) {
        if (error instanceof ExpressionError) return { error: error.message }
        return { error: 'This cannot be computed.' }
      }
    }),
  }
})
