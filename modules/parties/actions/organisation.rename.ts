import { OPERATOR_ORG, T, defineAction } from '#kernel'
import { Organisation } from '../entities.ts'
import { organisationRenamed } from '../events.ts'
import { requireZone } from '../organisations.ts'

export const renameOrganisation = defineAction({
  id: 'parties.organisation.rename',
  kind: 'command',
  effect: 'local',
  title: 'Rename my organisation',
  description: 'Changes the name, and the time zone if given, of the organisation you administer.',
  input: T.Object(
    {
      name: T.String({ minLength: 1, maxLength: 200, title: 'Name' }),
      timezone: T.Optional(T.String({ maxLength: 60, title: 'Time zone' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id(), name: T.String() }),
  emits: [organisationRenamed],
  scope: 'parties.manage',
  idempotent: true,
}).run(async ({ name, timezone }, ctx) => {
  requireZone(timezone)
  await ctx.within(OPERATOR_ORG, (operator) =>
    operator
      .records(Organisation)
      .unchecked('an administrator names his own organisation, and the id is his own')
      .update(ctx.org, { name, timezone }),
  )
  ctx.emit(organisationRenamed, { organisation: ctx.org, name })
  return { id: ctx.org, name }
})
