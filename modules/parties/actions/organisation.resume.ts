import { OPERATOR_ORG, T, conflict, defineAction } from '#kernel'
import { Organisation } from '../entities.ts'
import { organisationResumed } from '../events.ts'

export const resumeOrganisation = defineAction({
  id: 'parties.organisation.resume',
  kind: 'command',
  effect: 'local',
  title: 'Resume an organisation',
  description: 'Its people, apps and devices may act again.',
  input: T.Object(
    { organisation: T.Id({ title: 'Organisation', 'x-pick': 'parties.organisation.list' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ status: T.Literal('active') }),
  errors: {
    operatorStays: conflict(
      'The operator’s own organisation is always active.',
      'Choose another organisation.',
    ),
  },
  emits: [organisationResumed],
  subject: 'organisation',
  scope: 'parties.operate',
  destructive: false,
  idempotent: true,
}).run(async ({ organisation }, ctx) => {
  const records = ctx.records(Organisation)
  const { status } = await records.get(organisation)
  if (organisation === OPERATOR_ORG) throw ctx.error('operatorStays')
  if (status === 'active') return { status }
  await records
    .unchecked('whoever may read an organisation here operates the server')
    .update(organisation, { status: 'active' })
  ctx.emit(organisationResumed, { organisation })
  ctx.revoke({ org: organisation })
  return { status: 'active' }
})
