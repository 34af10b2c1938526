import { defineEvent, T } from '#kernel'

export const retentionChanged = defineEvent({
  id: 'audit.retention.changed',
  title: 'Retention of the log changed',
  payload: T.Object({ days: T.Integer(), before: T.Integer() }),
})

/** Whoever keeps a person's name or other personal words beside its id forgets them on hearing this. */
export const personErased = defineEvent({
  id: 'audit.person.erased',
  title: 'Person erased',
  payload: T.Object({ person: T.Id(), name: T.String(), account: T.Optional(T.Id()) }),
})
