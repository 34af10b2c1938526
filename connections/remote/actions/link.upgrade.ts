import { defineAction, fail, T } from '#kernel'
import { Link } from '../entities.ts'
import { linkUpgraded } from '../events.ts'
import type { Manifest } from '../manifest/format.ts'
import { about } from '../view.ts'

export const upgradeLink = defineAction({
  id: 'remote.link.upgrade',
  kind: 'command',
  effect: 'local',
  title: 'Take a vendor’s newer version',
  description: 'The short command behind remote.link.install when the software is here already.',
  input: T.Object(
    { link: T.Id(), token: T.Optional(T.Id()), ...about },
    { additionalProperties: false },
  ),
  output: T.Object({ link: T.Id() }),
  emits: [linkUpgraded],
  subject: 'link',
  scope: 'remote.manage',
  internal: true,
}).run(async ({ link: id, manifest: told, token, ...next }, ctx) => {
  const manifest = told as Manifest
  const before = await ctx.records(Link).get(id)
  if (new URL(before.url).origin !== next.origin)
    throw fail(
      'conflict',
      `${before.title} is installed from ${before.origin}.`,
      'Remove it first when its server has really moved.',
    )
  const missing = next.grants.filter(
    (grant) => !before.grants.includes(grant) && !ctx.actor.scopes.has(grant),
  )
  if (missing.length)
    throw fail('forbidden', 'Nobody can give a right that he does not hold himself.', undefined, {
      scopes: missing,
    })
  await ctx.records(Link).update(id, {
    ...next,
    token: token ?? null,
    manifest,
    title: manifest.title.en,
    publisher: manifest.publisher,
    partner_type: manifest.partnerType,
    version: manifest.version,
  })
  ctx.emit(linkUpgraded, {
    link: id,
    module: next.module,
    version: manifest.version,
    grants: next.grants,
  })
  ctx.rebuild()
  return { link: id }
})
