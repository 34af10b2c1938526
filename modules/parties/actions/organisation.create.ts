import { OPERATOR_ORG, T, defineAction, forbidden } from '#kernel'
import { organisationCreated } from '../events.ts'
import { newOrganisation, registerOrganisation, slugTaken } from '../organisations.ts'

export const createOrganisation = defineAction({
  id: 'parties.organisation.create',
  kind: 'command',
  effect: 'local',
  title: 'Create an organisation',
  description: 'The operator admits a company, vendor or service provider to this server.',
  input: newOrganisation,
  output: T.Object({ organisation: T.Id() }),
  errors: {
    slugTaken,
    notOperator: forbidden(
      'Only the operator of this server creates organisations.',
      'Ask the operator, or sign in with your person in the operator’s organisation.',
    ),
  },
  emits: [organisationCreated],
  scope: 'parties.operate',
}).run(async (input, ctx) => {
  if (ctx.org !== OPERATOR_ORG) throw ctx.error('notOperator')
  if (input.slug) {
    const [twin] =
      await ctx.sql`SELECT id FROM parties.organisation WHERE org = ${ctx.org} AND slug = ${input.slug}`
    if (twin) throw ctx.error('slugTaken', { slug: input.slug })
  }
  const { id, name, kind } = await registerOrganisation(ctx, input)
  ctx.emit(organisationCreated, { organisation: id, name, kind }, { subject: id })
  return { organisation: id }
})
