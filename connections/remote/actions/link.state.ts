import { defineAction, notFound, T } from '#kernel'
import { HEALTH } from '../entities.ts'

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
    checked_at: T.Optional(T.Time()),
    /** Whether it knows people by name, or each by a name of its own. */
    knows_people: T.Boolean(),
  }),
  errors: { none: notFound('There is no such software here.', 'It may have been removed.') },
  scope: 'remote.use',
}).run(async ({ module }, ctx) => {
  const [row] = await ctx.sql<{
    link: string
    title: string
    publisher: string
    origin: string
    health: (typeof HEALTH)[number]
    checked_at: string | null
    grants: string[]
  }>`
    SELECT id AS link, title, publisher, origin, health, checked_at, grants FROM remote.link
    WHERE org = ${ctx.org} AND module = ${module} AND status = 'active'`
  if (!row) throw ctx.error('none')
  const { checked_at, grants, ...rest } = row
  return {
    ...rest,
    ...(checked_at ? { checked_at: new Date(checked_at).toISOString() } : {}),
    knows_people: grants.some((grant) => grant.startsWith('directory.read')),
  }
})
