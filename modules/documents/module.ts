import { defineModule } from '#kernel'
import { placeCard } from './actions/card.place.ts'
import { createComment } from './actions/comment.create.ts'
import { deleteComment } from './actions/comment.delete.ts'
import { listComments } from './actions/comment.list.ts'
import { resolveComment } from './actions/comment.resolve.ts'
import { adoptDocuments } from './actions/document.adopt.ts'
import { appendUpdate } from './actions/document.append.ts'
import { createDocument } from './actions/document.create.ts'
import { deleteDocument } from './actions/document.delete.ts'
import { exportDocument } from './actions/document.export.ts'
import { getDocument } from './actions/document.get.ts'
import { loadDocument } from './actions/document.load.ts'
import { moveDocument } from './actions/document.move.ts'
import { listPositions } from './actions/document.positions.ts'
import { recoverDocument } from './actions/document.recover.ts'
import { searchDocuments } from './actions/document.search.ts'
import { settleDocument } from './actions/document.settle.ts'
import { shareDocument } from './actions/document.share.ts'
import { touchDocument } from './actions/document.touch.ts'
import { updateDocument } from './actions/document.update.ts'
import { writeDocument } from './actions/document.write.ts'
import { tellPresence } from './actions/presence.tell.ts'
import { compareVersion } from './actions/version.compare.ts'
import { createVersion } from './actions/version.create.ts'
import { getVersion } from './actions/version.get.ts'
import { listVersions } from './actions/version.list.ts'
import { restoreVersion } from './actions/version.restore.ts'
import { Comment, Document, Grant, Version } from './entities.ts'
import {
  commentCreated,
  commentDeleted,
  commentResolved,
  documentChanged,
  documentCreated,
  documentDeleted,
  documentRecovered,
  documentShared,
  documentTouched,
  documentWritten,
  presenceTold,
  versionCreated,
} from './events.ts'
import { socket, start } from './live/sockets.ts'
import { documentsPage } from './pages.ts'

export default defineModule({
  id: 'documents',
  title: 'Documents',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'audit', 'files', 'cards', 'chat', 'notify'],
  entities: [Document, Grant, Version, Comment],
  events: [
    documentCreated,
    documentChanged,
    documentShared,
    documentDeleted,
    documentRecovered,
    documentWritten,
    documentTouched,
    versionCreated,
    commentCreated,
    commentResolved,
    commentDeleted,
    presenceTold,
  ],
  actions: [
    createDocument,
    getDocument,
    updateDocument,
    moveDocument,
    shareDocument,
    deleteDocument,
    recoverDocument,
    adoptDocuments,
    searchDocuments,
    exportDocument,
    writeDocument,
    appendUpdate,
    loadDocument,
    settleDocument,
    touchDocument,
    listPositions,
    tellPresence,
    createVersion,
    listVersions,
    getVersion,
    compareVersion,
    restoreVersion,
    placeCard,
    createComment,
    listComments,
    resolveComment,
    deleteComment,
  ],
  pages: [documentsPage],
  streams: [
    {
      id: 'documents.document',
      title: 'Document',
      join: getDocument,
      subject: 'document',
      recheckOn: [documentShared.id, documentDeleted.id],
    },
  ],
  sockets: [socket],
  implements: [
    {
      interface: 'docs.document@1',
      ids: { 'docs.document.updated': 'documents.document.changed' },
    },
  ],
  scopes: {
    'documents.use': { title: 'Write and read documents', roles: ['member'] },
    'documents.admin': { title: 'Hand over documents of who left', roles: [] },
    'documents.keep': { title: 'Keep the log of documents (the module itself)', roles: [] },
  },
  start,
})
