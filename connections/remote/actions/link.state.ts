import { defineAction, notFound, T } from '#kernel'
import { clientIdOf } from '#connections/oidc'
import { HEALTH } from '../entities.ts'
import { claimsOf } from '../people.ts'
import { linkOf } from '../store.ts'

export const showLinkState = defineAction({
  id: 'remote.link.state',
  kind: 'query',
  effect: 'local',
  title: 'Whose page this is, and whether its server is well',
  description: 'For everybody who works with a vendor’s software: publisher, server, state.',
  input: T.Object(
    { module: T.String({ title: 'Module', maxLength: 60 }) },
    { additionalProperties: false },
  ),
  output: T.Object({
    link: T.Id(),
    title: T.String(),
    publisher: T.String(),
    origin: T.String(),
    health: T.Enum(HEALTH),
    health_since: T.Optional(T.Time()),
    checked_at: T.Optional(T.Time()),
    /** The caller as the vendor knows him: by name, or by an id that only this vendor has. */
    me: T.Object({ id: T.Id(), name: T.Optional(T.String()) }),
    /** As which its pages sign people in. */
    client: T.Optional(T.String()),
  }),
  errors: { none: notFound('There is no such software here.', 'It may have been removed.') },
  scope: 'remote.use',
}).run(async ({ module }, ctx) => {
  const [row] = await ctx.sql<{
    link: string
    publisher: string
    health: (typeof HEALTH)[number]
    checked_at: string | null
    health_since: string | null
  }>`
    SELECT id AS link, publisher, health, checked_at, health_since FROM remote.link
    WHERE org = ${ctx.org} AND module = ${module} AND status = 'active'`
  if (!row) throw ctx.error('none')
  const link = await linkOf(ctx, row.link)
  const { id, name } = claimsOf(link, ctx.actor)
  return {
    link: row.link,
    title: link.title,
    publisher: row.publisher,
    origin: link.origin,
    health: row.health,
    ...(row.health_since ? { health_since: new Date(row.health_since).toISOString() } : {}),
    ...(row.checked_at ? { checked_at: new Date(row.checked_at).toISOString() } : {}),
    me: { id, ...(name === undefined ? {} : { name }) },
    ...(link.client ? { client: clientIdOf(ctx.org, link.client) } : {}),
  }
})
