import { defineAction, T } from '#kernel'
import { Link } from '../entities.ts'
import { closeDown } from '../close.ts'

export const dropLink = defineAction({
  id: 'remote.link.drop',
  kind: 'command',
  effect: 'local',
  title: 'Undo an installation that did not come about',
  description: 'The vendor’s server did not agree: nothing of it stays.',
  input: T.Object({ link: T.Id() }, { additionalProperties: false }),
  output: T.Object({ dropped: T.Id() }),
  silent: 'it was never told',
  subject: 'link',
  scope: 'remote.manage',
  internal: true,
}).run(async ({ link }, ctx) => {
  await closeDown(ctx, await ctx.records(Link).get(link))
  return { dropped: link }
})
