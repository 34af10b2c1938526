import { defineEvent, T } from '#kernel'
import { STATES } from './entities.ts'

const account = T.Id()

export const accountCreated = defineEvent({
  id: 'vault.account.created',
  title: 'Linked account created',
  payload: T.Object({ account, title: T.String(), connector: T.String() }),
})
export const accountChanged = defineEvent({
  id: 'vault.account.changed',
  title: 'Linked account changed',
  payload: T.Object({ account, fields: T.Array(T.String()) }),
})
/** What used it may go on, or has to wait. */
export const accountMoved = defineEvent({
  id: 'vault.account.moved',
  title: 'State of a linked account changed',
  payload: T.Object({ account, state: T.Enum(STATES) }),
})
export const accountShared = defineEvent({
  id: 'vault.account.shared',
  title: 'Use of a linked account changed',
  payload: T.Object({ account }),
})
export const accountDeleted = defineEvent({
  id: 'vault.account.deleted',
  title: 'Linked account removed',
  payload: T.Object({ account, title: T.String() }),
})
export const keysRotated = defineEvent({
  id: 'vault.key.rotated',
  title: 'Key of the organisation renewed',
  payload: T.Object({ version: T.Integer() }),
})
export const keysShredded = defineEvent({
  id: 'vault.key.shredded',
  title: 'All credentials destroyed',
  payload: T.Object({ accounts: T.Integer() }),
})

export const events = [
  accountCreated,
  accountChanged,
  accountMoved,
  accountShared,
  accountDeleted,
  keysRotated,
  keysShredded,
]
