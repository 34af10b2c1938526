import { defineAction, T } from '#kernel'
import { Link } from '../entities.ts'
import { linkInstalled, linkRotated } from '../events.ts'
import { checkLink } from './link.check.ts'

export const settleLink = defineAction({
  id: 'remote.link.settle',
  kind: 'command',
  effect: 'local',
  title: 'The vendor’s server has agreed',
  description:
    'The last short command behind remote.link.install: from here on the module is there.',
  input: T.Object(
    { link: T.Id(), token: T.Optional(T.Id()), rotated: T.Optional(T.Boolean()) },
    { additionalProperties: false },
  ),
  output: T.Object({ link: T.Id() }),
  emits: [linkInstalled, linkRotated],
  subject: 'link',
  scope: 'remote.manage',
  internal: true,
}).run(async ({ link: id, token, rotated }, ctx) => {
  const { status, module, version, grants } = await ctx.records(Link).get(id)
  await ctx.records(Link).update(id, { status: 'active', health: 'ok', token: token ?? null })
  if (status === 'connecting') ctx.emit(linkInstalled, { link: id, module, version, grants })
  if (rotated) {
    await ctx.sql`
      UPDATE remote.link SET secret = other_secret, other_secret = secret
      WHERE org = ${ctx.org} AND id = ${id} AND other_secret IS NOT NULL`
    ctx.emit(linkRotated, { link: id, module })
  }
  ctx.enqueue(checkLink, { link: id }, { key: `remote.health:${id}` })
  ctx.rebuild()
  return { link: id }
})
