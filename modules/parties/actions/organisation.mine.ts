import { T, defineAction, fail } from '#kernel'
import { ORGANISATION_KINDS } from '../entities.ts'
import { organisationOf } from '../organisations.ts'

export const getOwnOrganisation = defineAction({
  id: 'parties.organisation.mine',
  kind: 'query',
  effect: 'local',
  title: 'Get my organisation',
  description: 'Name, kind and time zone of the organisation you act in.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    id: T.Id(),
    name: T.String(),
    kind: T.Enum(ORGANISATION_KINDS),
    slug: T.String(),
    timezone: T.Optional(T.String()),
  }),
  scope: 'member',
}).run(async (_input, ctx) => {
  const found = await organisationOf(ctx.sql, ctx.org)
  if (!found)
    throw fail(
      'notFound',
      'Your organisation is not registered.',
      'Tell the operator of this server.',
    )
  const { id, name, kind, slug, timezone } = found
  return { id, name, kind, slug, ...(timezone === null ? {} : { timezone }) }
})
