import { defineModule } from '#kernel'
import { fetchDocument } from './actions/document.fetch.ts'
import { storeDocument } from './actions/document.store.ts'
import { uploadDocument } from './actions/document.upload.ts'
import { installHttp } from './actions/http.install.ts'
import { replaceHttp } from './actions/http.replace.ts'
import { compareOpenapi } from './actions/openapi.compare.ts'
import { installOpenapi } from './actions/openapi.install.ts'
import { upgradeOpenapi } from './actions/openapi.upgrade.ts'
import { listOperations } from './actions/operation.list.ts'
import { previewOperation } from './actions/operation.preview.ts'
import { tryRequest } from './actions/request.try.ts'
import { checkSource } from './actions/source.check.ts'
import { listSources } from './actions/source.list.ts'
import { removeSource } from './actions/source.remove.ts'
import { updateSource } from './actions/source.update.ts'
import { checkSql } from './actions/sql.check.ts'
import { compareSql } from './actions/sql.compare.ts'
import { inspectSql } from './actions/sql.inspect.ts'
import { installSql } from './actions/sql.install.ts'
import { previewSql } from './actions/sql.preview.ts'
import { restoreSql } from './actions/sql.restore.ts'
import { storeSql } from './actions/sql.store.ts'
import { upgradeSql } from './actions/sql.upgrade.ts'
import { builtModules } from './builds.ts'
import { Document, Source } from './entities.ts'
import { sourceChanged, sourceInstalled, sourceRemoved } from './events.ts'
import { API_PREFIX } from './make.ts'
import { pages, placements } from './pages.ts'

export default defineModule({
  id: 'imports',
  title: 'Imported interfaces',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['vault'],
  entities: [Source, Document],
  events: [sourceInstalled, sourceChanged, sourceRemoved],
  actions: [
    fetchDocument,
    uploadDocument,
    storeDocument,
    listOperations,
    previewOperation,
    installOpenapi,
    compareOpenapi,
    upgradeOpenapi,
    installHttp,
    replaceHttp,
    tryRequest,
    inspectSql,
    previewSql,
    checkSql,
    installSql,
    storeSql,
    compareSql,
    upgradeSql,
    restoreSql,
    listSources,
    checkSource,
    updateSource,
    removeSource,
  ],
  pages,
  placements,
  builds: { prefix: API_PREFIX, modules: builtModules },
  scopes: {
    'imports.manage': { title: 'Import interfaces of other software', roles: [] },
  },
})
