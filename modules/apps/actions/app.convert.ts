import { defineAction, T } from '#kernel'
import { convert } from '../convert.ts'
import { nextOf } from '../manifest/next.ts'
import { App } from '../entities.ts'
import { manifestOf } from '../store.ts'

/** Carries values over to fields that changed their type, piece by piece. */
export const convertFields = defineAction({
  id: 'apps.app.convert',
  kind: 'command',
  effect: 'local',
  title: 'Carry values over to new types',
  description: 'Carries the next records’ values over to fields that changed their type.',
  input: T.Object(
    {
      app: T.Id(),
      entity: T.String(),
      from: T.Integer(),
      to: T.Integer(),
      cursor: T.Optional(T.String()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ more: T.Boolean() }),
  silent: 'the records’ own history holds each change',
  subject: 'app',
  scope: 'apps.use',
  internal: true,
}).run(async ({ cursor, ...input }, ctx) => {
  const app = await ctx
    .records(App)
    .unchecked('the job goes on with what was published')
    .find(input.app)
  if (app?.status !== 'active') return { more: false }
  const before = await manifestOf(ctx, app, input.from)
  const after = await manifestOf(ctx, app, input.to)
  const retyped = retypedOf(before, after).filter(({ entity }) => entity === input.entity)
  const next = await convert(ctx, app, before, after, retyped, cursor)
  if (next)
    ctx.enqueue(convertFields, { ...input, cursor: next }, { lane: `apps.convert:${input.app}` })
  return { more: next !== undefined }
})

/** Both versions are stored, so what was retyped is seen from them: the same name under another key. */
function retypedOf(before: Parameters<typeof nextOf>[0], after: Parameters<typeof nextOf>[1]) {
  return after.entities.flatMap((def) => {
    const old = before.entities.find(({ key }) => key === def.key)
    return def.fields.flatMap((field) => {
      const was = old?.fields.find(({ name, key }) => name === field.name && key !== field.key)
      return was ? [{ entity: def.key, before: was, after: field }] : []
    })
  })
}
