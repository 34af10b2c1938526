import { defineModule } from '#kernel'
import { listBrokenApps } from './actions/app.broken.ts'
import { convertFields } from './actions/app.convert.ts'
import { createApp } from './actions/app.create.ts'
import { exportApp } from './actions/app.export.ts'
import { grantApp } from './actions/app.grant.ts'
import { installApp } from './actions/app.install.ts'
import { getManifest } from './actions/app.manifest.ts'
import { planApp } from './actions/app.plan.ts'
import { publishApp } from './actions/app.publish.ts'
import { purgeApp } from './actions/app.purge.ts'
import { removeApp } from './actions/app.remove.ts'
import { sketchApp } from './actions/app.sketch.ts'
import { upgradeApp } from './actions/app.upgrade.ts'
import { checkDraft } from './actions/draft.check.ts'
import { startDraft } from './actions/draft.start.ts'
import { showForm } from './actions/form.show.ts'
import { submitForm } from './actions/form.submit.ts'
import { uploadToForm } from './actions/form.upload.ts'
import { applyImport } from './actions/import.apply.ts'
import { cancelImport } from './actions/import.cancel.ts'
import { runImportChunk } from './actions/import.chunk.ts'
import { mapImport } from './actions/import.map.ts'
import { listImportRows } from './actions/import.rows.ts'
import { startImport } from './actions/import.start.ts'
import { watchImport } from './actions/import.watch.ts'
import { exportRecords } from './actions/record.export.ts'
import { closeShare } from './actions/share.close.ts'
import { createShare } from './actions/share.create.ts'
import { listShares } from './actions/share.list.ts'
import { APP_PREFIX, builtModules } from './builds.ts'
import { App, Draft, Import, Share, Version } from './entities.ts'
import {
  appCreated,
  appPublished,
  appRemoved,
  formAnswered,
  formClosed,
  formShared,
  importFinished,
  rightsChanged,
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
  needs: ['parties', 'directory', 'files', 'cards', 'chat', 'sheets', 'standards'],
  entities: [App, Version, Draft, Import, Share],
  events: [
    appCreated,
    appPublished,
    appRemoved,
    rightsChanged,
    rowsImported,
    importFinished,
    formShared,
    formClosed,
    formAnswered,
  ],
  actions: [
    listBrokenApps,
    convertFields,
    createApp,
    exportApp,
    grantApp,
    installApp,
    getManifest,
    planApp,
    publishApp,
    purgeApp,
    removeApp,
    sketchApp,
    upgradeApp,
    checkDraft,
    startDraft,
    showForm,
    submitForm,
    uploadToForm,
    applyImport,
    cancelImport,
    runImportChunk,
    mapImport,
    listImportRows,
    startImport,
    watchImport,
    exportRecords,
    closeShare,
    createShare,
    listShares,
  ],
  pages,
  scopes: {
    'apps.use': { title: 'See what apps there are', roles: ['member', 'auditor'] },
    'apps.make': { title: 'Make and change apps', roles: [] },
  },
  acts: ['organisation.cross'],
  builds: { prefix: APP_PREFIX, modules: builtModules },
})
