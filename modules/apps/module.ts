import { defineModule } from '#kernel'
import { createApp } from './actions/app.create.ts'
import { startDraft } from './actions/draft.start.ts'
import { runImportChunk } from './actions/import.chunk.ts'
import { watchImport } from './actions/import.watch.ts'
import { builtModules } from './builds.ts'
import { App, Draft, Import, Share, Version } from './entities.ts'
import {
  appCreated,
  appPublished,
  appRemoved,
  formAnswered,
  formClosed,
  formShared,
  importFinished,
  rowsImported,
} from './events.ts'
import { pages } from './pages.ts'

export default defineModule({
  id: 'apps',
  title: 'Apps',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['parties', 'directory', 'files', 'cards', 'chat', 'sheets'],
  entities: [App, Version, Draft, Import, Share],
  events: [
    appCreated,
    appPublished,
    appRemoved,
    rowsImported,
    importFinished,
    formShared,
    formClosed,
    formAnswered,
  ],
  actions: [startDraft, createApp, runImportChunk, watchImport],
  pages,
  scopes: {
    'apps.use': { title: 'See what apps there are', roles: ['member', 'auditor'] },
    'apps.make': { title: 'Make and change apps', roles: [] },
  },
  acts: ['organisation.cross'],
  builds: builtModules,
})
