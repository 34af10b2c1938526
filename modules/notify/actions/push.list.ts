import { defineAction, T } from '#kernel'
import { PushTarget } from '../entities.ts'

export const listPush = defineAction({
  id: 'notify.push.list',
  kind: 'query',
  effect: 'local',
  title: 'Browsers that are told',
  description: 'Your browsers that notices reach while Tenon is closed.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    items: T.Array(T.Object({ id: T.Id(), browser: T.Optional(T.String()), created_at: T.Time() })),
  }),
  scope: 'notify.use',
}).run(async (_input, ctx) => {
  const { items } = await ctx.records(PushTarget).list({ sort: ['-created_at'] })
  return {
    items: items.map(({ id, browser, created_at }) => ({
      id,
      created_at,
      ...(browser ? { browser } : {}),
    })),
  }
})
