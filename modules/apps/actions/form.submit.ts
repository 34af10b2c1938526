import { defineAction, fail, limited, T } from '#kernel'
import { formAnswered } from '../events.ts'
import { hangAnswer } from '../share/hang.ts'
import { formOf, Token } from '../share/form.ts'

/** Answers of one form within an hour; more are no people. */
const HOUR_MAX = 500

export const submitForm = defineAction({
  id: 'apps.form.submit',
  kind: 'command',
  effect: 'local',
  title: 'Fill in a shared form',
  description:
    'Adds one record with the fields of a form that was shared by its link. Nothing can be read by it.',
  input: T.Object(
    {
      form: Token,
      values: T.Unsafe<Record<string, unknown>>({
        type: 'object',
        'x-kind': 'json',
        title: 'Values',
        description: 'By field',
      }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ done: T.Literal(true) }),
  errors: {
    flooded: limited('This form has had more answers than usual.', 'Try again in an hour.'),
  },
  emits: [formAnswered],
  scope: 'everyone',
  ratePerMinute: 20,
}).run(async ({ form: token, values }, ctx) => {
  const form = await formOf(ctx.sql, token, ctx.now)
  const names = new Set(form.fields.map(({ name }) => name))
  const strange = Object.keys(values).filter((name) => !names.has(name))
  if (strange.length)
    throw fail(
      'invalid',
      'Some of the input is not valid.',
      'Correct the fields named and send it again.',
      {
        fields: strange.slice(0, 20).map((name) => ({
          path: `/${name.slice(0, 60)}`,
          message: 'is not a field of this form',
        })),
      },
    )
  return ctx.within(form.org, async (inner) => {
    const [counted] = await inner.sql<{ hour_answers: number; app: string }>`
      UPDATE apps.share SET answers = answers + 1, rev = rev + 1,
        hour_answers = CASE WHEN hour = date_trunc('hour', now()) THEN hour_answers + 1 ELSE 1 END, hour = date_trunc('hour', now())
      WHERE org = ${form.org} AND id = ${form.share} AND revoked_at IS NULL RETURNING hour_answers::int, app`
    if (!counted || counted.hour_answers > HOUR_MAX) throw ctx.error('flooded')
    const { id } = (await inner.call(`${form.module}.${form.def.noun}.submit`, values)) as {
      id: string
    }
    await hangAnswer(inner, form, id, values)
    inner.emit(
      formAnswered,
      { share: form.share, app: counted.app, record: id },
      { subject: form.share },
    )
    return { done: true as const }
  })
})
