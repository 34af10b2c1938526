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
export const organisationRenamed = defineEvent({
  id: 'parties.organisation.renamed',
  title: 'Organisation renamed',
  payload: T.Object({ organisation: T.Id(), name: T.String() }),
})

/** Tokens of a disabled or deleted app must end. */
const actorRow = T.Object({ id: T.Id(), name: T.String(), status: T.Enum(['active', 'disabled']) })
export const appChanged = defineEvent({
  id: 'parties.app.updated',
  title: 'App changed',
  payload: actorRow,
})
export const appDeleted = defineEvent({
  id: 'parties.app.deleted',
  title: 'App deleted',
  payload: actorRow,
})
export const events = [
  organisationCreated,
  organisationSuspended,
  organisationResumed,
  organisationRenamed,
  appChanged,
  appDeleted,
]
