import { defineEvent, T } from '#kernel'

const app = { app: T.Id(), module: T.String(), title: T.String() }

export const appCreated = defineEvent({
  id: 'apps.app.created',
  title: 'An app was made',
  payload: T.Object({ ...app, version: T.Integer() }),
})
export const appPublished = defineEvent({
  id: 'apps.app.published',
  title: 'A new version of an app runs',
  payload: T.Object({ ...app, version: T.Integer() }),
})
export const appRemoved = defineEvent({
  id: 'apps.app.removed',
  title: 'An app was removed',
  payload: T.Object(app),
})
export const rightsChanged = defineEvent({
  id: 'apps.app.granted',
  title: 'Who may do what in an app was changed',
  payload: T.Object(app),
})
export const rowsImported = defineEvent({
  id: 'apps.import.applied',
  title: 'Rows were imported into an app',
  payload: T.Object({ import: T.Id(), app: T.Id(), entity: T.String(), rows: T.Integer() }),
})
export const importFinished = defineEvent({
  id: 'apps.import.finished',
  title: 'An import into an app has ended',
  payload: T.Object({
    import: T.Id(),
    app: T.Id(),
    status: T.String(),
    applied: T.Integer(),
    errors: T.Integer(),
  }),
})
export const formShared = defineEvent({
  id: 'apps.share.created',
  title: 'A form was shared',
  payload: T.Object({ share: T.Id(), app: T.Id() }),
})
export const formClosed = defineEvent({
  id: 'apps.share.closed',
  title: 'A shared form was closed',
  payload: T.Object({ share: T.Id(), app: T.Id() }),
})
export const formAnswered = defineEvent({
  id: 'apps.share.answered',
  title: 'Somebody outside filled in a shared form',
  payload: T.Object({ share: T.Id(), app: T.Id(), record: T.Id() }),
})
