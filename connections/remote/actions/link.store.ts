import { randomBytes } from 'node:crypto'
import { conflict, defineAction, fail, T } from '#kernel'
import { Link } from '../entities.ts'
import type { Manifest } from '../manifest/format.ts'
import { newSecret } from '#connections/signing'
import { about } from '../view.ts'

export const storeLink = defineAction({
  id: 'remote.link.store',
  kind: 'command',
  effect: 'local',
  title: 'Store a vendor’s software',
  description:
    'The short command behind remote.link.install: the link, its secrets, and the app that it acts as.',
  input: T.Object(about, { additionalProperties: false }),
  output: T.Object({ link: T.Id() }),
  errors: { taken: conflict('It is being installed already.', 'Wait for it, or remove it first.') },
  silent: 'it is told once the vendor has answered',
  scope: 'remote.manage',
  internal: true,
}).run(async ({ manifest: told, ...link }, ctx) => {
  const manifest = told as Manifest
  const busy = await ctx
    .records(Link)
    .first({ where: { module: link.module, status: { ne: 'removed' } } })
  if (busy) throw ctx.error('taken', { link: busy.id })
  const missing = link.grants.filter((grant) => !ctx.actor.scopes.has(grant))
  if (missing.length)
    throw fail(
      'forbidden',
      'Nobody can give a right that he does not hold himself.',
      'Leave it out, or ask somebody who holds it.',
      { scopes: missing },
    )
  const { id: app } = (await ctx.call('parties.app.create', {
    name: manifest.title.en,
    description: `${manifest.publisher}, ${link.origin}`.slice(0, 1000),
    status: 'active',
  })) as { id: string }
  const { id } = await ctx.records(Link).create({
    ...link,
    manifest,
    title: manifest.title.en,
    publisher: manifest.publisher,
    partner_type: manifest.partnerType,
    version: manifest.version,
    status: 'connecting',
    health: 'unknown',
    app,
    ...(ctx.actor.kind === 'person' ? { installed_by: ctx.actor.id } : {}),
  })
  await ctx.sql`
    UPDATE remote.link SET secret = ${ctx.secrets.seal(newSecret(), id)},
      known_by = ${ctx.secrets.seal(randomBytes(32).toString('base64'), id)}
    WHERE org = ${ctx.org} AND id = ${id}`
  return { link: id }
})
