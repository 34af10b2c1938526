import { defineEvent, T } from '#kernel'

const about = { document: T.Id(), title: T.String() }

export const documentCreated = defineEvent({
  id: 'documents.document.created',
  title: 'Document created',
  payload: T.Object({ ...about, kind: T.String(), owner: T.Id(), parent: T.Optional(T.Id()) }),
})
export const documentChanged = defineEvent({
  id: 'documents.document.changed',
  title: 'Title, icon or place of a document changed',
  payload: T.Object({ ...about, icon: T.Optional(T.String()) }),
})
/** Everybody's right to the document is asked again. */
export const documentShared = defineEvent({
  id: 'documents.document.shared',
  title: 'Document shared differently',
  payload: T.Object(about),
})
export const documentDeleted = defineEvent({
  id: 'documents.document.deleted',
  title: 'Document moved to the bin',
  payload: T.Object(about),
})
export const documentRecovered = defineEvent({
  id: 'documents.document.recovered',
  title: 'Document taken out of the bin',
  payload: T.Object(about),
})
/** Written by the server itself, not through somebody's editor: who has it open reads it from the log. */
export const documentWritten = defineEvent({
  id: 'documents.document.written',
  title: 'Document written by an action',
  payload: T.Object({ ...about, seq: T.Integer() }),
})
/** Not stored: says to the other nodes that the log has grown. */
export const documentTouched = defineEvent({
  id: 'documents.document.touched',
  title: 'Document is being written',
  payload: T.Object({ document: T.Id(), seq: T.Integer() }),
})
export const versionCreated = defineEvent({
  id: 'documents.version.created',
  title: 'Version kept',
  payload: T.Object({ ...about, version: T.Id(), name: T.Optional(T.String()) }),
})
export const commentCreated = defineEvent({
  id: 'documents.comment.created',
  title: 'Comment made',
  payload: T.Object({ ...about, comment: T.Id(), author: T.Id(), parent: T.Optional(T.Id()) }),
})
export const commentResolved = defineEvent({
  id: 'documents.comment.resolved',
  title: 'Comment resolved or opened again',
  payload: T.Object({ ...about, comment: T.Id(), resolved: T.Boolean() }),
})
export const commentDeleted = defineEvent({
  id: 'documents.comment.deleted',
  title: 'Comment deleted',
  payload: T.Object({ ...about, comment: T.Id() }),
})
/** Not stored: where somebody's cursor stands; `state` is null when he has gone. */
export const presenceTold = defineEvent({
  id: 'documents.presence.told',
  title: 'Cursor in a document',
  payload: T.Object({
    document: T.Id(),
    client: T.Integer(),
    clock: T.Integer(),
    state: T.Json(),
  }),
})
