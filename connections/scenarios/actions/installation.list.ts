import { defineAction, page, pageOf, T } from '#kernel'
import { Installation } from '../entities.ts'
import { Installed } from '../seen.ts'
import { viewed } from '../view.ts'

export const listScenarios = defineAction({
  id: 'scenarios.installation.list',
  kind: 'query',
  effect: 'local',
  title: 'List installed scenarios',
  description:
    'Each with how it stands: running, paused, in need of an account, broken because what it rests on is gone, or stopped.',
  input: T.Object(page, { additionalProperties: false }),
  output: pageOf(Installed),
  scope: 'scenarios.manage',
}).run(async ({ limit, cursor }, ctx) => {
  const found = await ctx.records(Installation).list({
    where: { state: { in: ['running', 'paused'] } },
    sort: ['-created_at'],
    ...(limit === undefined ? {} : { limit }),
    ...(cursor === undefined ? {} : { cursor }),
  })
  return {
    items: await viewed(ctx, found.items),
    ...(found.next === undefined ? {} : { next: found.next }),
  }
})
