import { defineEvent, T } from '#kernel'

/** Whoever keeps a person's name or other personal words beside its id forgets them on hearing this. */
export const personErased = defineEvent({
  id: 'audit.person.erased',
  title: 'Person erased',
  payload: T.Object({ person: T.Id(), name: T.String(), account: T.Optional(T.Id()) }),
})
