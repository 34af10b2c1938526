import { T, defineEvent } from '#kernel'
import { ORGANISATION_KINDS } from './entities.ts'

export const organisationCreated = defineEvent({
  id: 'parties.organisation.created',
  title: 'Organisation created',
  payload: T.Object({ organisation: T.Id(), name: T.String(), kind: T.Enum(ORGANISATION_KINDS) }),
})
export const organisationSuspended = defineEvent({
  id: 'parties.organisation.suspended',
  title: 'Organisation suspended',
  payload: T.Object({ organisation: T.Id() }),
})
export const organisationResumed = defineEvent({
  id: 'parties.organisation.resumed',
  title: 'Organisation resumed',
  payload: T.Object({ organisation: T.Id() }),
})
