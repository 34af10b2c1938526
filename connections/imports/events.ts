import { defineEvent, T } from '#kernel'

const about = { source: T.Id(), module: T.String() }

export const sourceInstalled = defineEvent({
  id: 'imports.source.installed',
  title: 'An interface was imported',
  payload: T.Object({ ...about, actions: T.Integer() }),
})
export const sourceChanged = defineEvent({
  id: 'imports.source.changed',
  title: 'An imported interface was changed',
  payload: T.Object({ ...about, version: T.Integer() }),
})
export const sourceRemoved = defineEvent({
  id: 'imports.source.removed',
  title: 'An imported interface was removed',
  payload: T.Object(about),
})
