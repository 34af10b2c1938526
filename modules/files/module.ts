import { defineModule } from '#kernel'
import { deleteBlobs } from './actions/blob.delete.ts'
import { attachFile } from './actions/file.attach.ts'
import { deleteFile } from './actions/file.delete.ts'
import { getFile } from './actions/file.get.ts'
import { readFile } from './actions/file.read.ts'
import { receiveFile } from './actions/file.receive.ts'
import { sweepFiles } from './actions/file.sweep.ts'
import { uploadFile } from './actions/file.upload.ts'
import { getUsage } from './actions/usage.get.ts'
import { File } from './entities.ts'
import { fileAttached, fileDeleted, fileUploaded } from './events.ts'
import { startSweeping } from './orphans.ts'
import { Settings } from './settings.ts'
import { dropPortraits } from './subscriptions.ts'

export default defineModule({
  id: 'files',
  title: 'Files',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'audit'],
  entities: [File],
  events: [fileUploaded, fileAttached, fileDeleted],
  actions: [
    uploadFile,
    receiveFile,
    getFile,
    readFile,
    attachFile,
    deleteFile,
    getUsage,
    sweepFiles,
    deleteBlobs,
  ],
  subscriptions: [dropPortraits],
  scopes: {
    'files.use': { title: 'Upload and read files', roles: ['member'] },
    'files.manage': { title: 'Set how much room files may take', roles: [] },
  },
  settings: Settings,
  start: startSweeping,
})
