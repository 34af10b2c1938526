import { OPERATOR_ORG, T, conflict, defineAction } from '#kernel'
import { Organisation } from '../entities.ts'
import { organisationSuspended } from '../events.ts'

export const suspendOrganisation = defineAction({
  id: 'parties.organisation.suspend',
  kind: 'command',
  effect: 'local',
  title: 'Suspend an organisation',
  description: 'Its people, apps and devices can do nothing from now on; nothing is deleted.',
  input: T.Object(
    { organisation: T.Id({ title: 'Organisation', 'x-pick': 'parties.organisation.list' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ status: T.Literal('suspended') }),
  errors: {
    operatorStays: conflict(
      'The operator’s own organisation is always active.',
      'Choose another organisation.',
    ),
  },
  emits: [organisationSuspended],
  subject: 'organisation',
  scope: 'parties.operate',
  destructive: true,
  idempotent: true,
}).run(async ({ organisation }, ctx) => {
  const records = ctx.records(Organisation)
  const { status } = await records.get(organisation)
  if (organisation === OPERATOR_ORG) throw ctx.error('operatorStays')
  if (status === 'suspended') return { status }
  await records
    .unchecked('whoever may read an organisation here operates the server')
    .update(organisation, { status: 'suspended' })
  ctx.emit(organisationSuspended, { organisation })
  ctx.revoke({ org: organisation })
  return { status: 'suspended' }
})
