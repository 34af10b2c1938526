import { useState } from 'react'
import {
  Button,
  ErrorState,
  Head,
  Link,
  Loading,
  Page,
  Segmented,
  go,
  queries,
  refreshActions,
  t,
  told,
  useAction,
  useCatalog,
} from '#web'
import { Editor } from './editor.tsx'
import { Face } from './face.tsx'
import { Imports } from './imports.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { Rights } from './rights.tsx'
import { Roles } from './roles.tsx'
import { Shares } from './shares.tsx'
import { appTitle, pathOf, type AppRow, type Manifest } from './types.ts'
import { Versions } from './versions.tsx'

type Tab = 'fields' | 'rights' | 'forms' | 'import' | 'versions'

/** One app as its maker sees it: what it is made of, forms for outsiders, rows from files, versions. */
export function AppView({
  id,
  base,
  tab = 'fields',
}: {
  id: string
  base: string
  tab?: string | undefined
}) {
  const app = useAction<AppRow>('apps.app.get', { app: id })
  const made = useAction<{ manifest: Manifest; version: number }>('apps.app.manifest', { app: id })
  const { can } = useCatalog()
  const maker = can('apps.share.create')
  const problem = app.problem ?? made.problem
  const title = app.data ? appTitle(app.data) : t('App')
  return (
    <Page>
      <Head backTo={base} title={title} sub={app.data && t('Version {n}', { n: app.data.version })}>
        {app.data && made.data && (
          <Link
            className="button"
            to={pathOf(app.data.module, made.data.manifest.entities[0]!.noun)}
          >
            {t('Open the app')}
          </Link>
        )}
      </Head>
      <div className="tools">
        <Segmented
          label={t('Part')}
          value={tab as Tab}
          onChange={(next) => go(`${base}/${id}/${next}`, { replace: true })}
          options={[
            { value: 'fields', label: t('Fields') },
            { value: 'rights', label: t('Rights') },
            ...(maker ? [{ value: 'forms' as const, label: t('Forms') }] : []),
            { value: 'import', label: t('Import') },
            ...(maker ? [{ value: 'versions' as const, label: t('Versions') }] : []),
          ]}
        />
      </div>
      {problem && <ErrorState problem={problem} onRetry={() => void made.refetch()} />}
      {!problem && !(app.data && made.data) && <Loading shape="page" />}
      {app.data && made.data && (
        <div className="body">
          <div className="column app-wide">
            {tab === 'forms' ? (
              <Shares app={id} manifest={made.data.manifest} />
            ) : tab === 'rights' ? (
              <Rights key={String(app.data['rev'])} app={app.data} manifest={made.data.manifest} />
            ) : tab === 'import' ? (
              <Imports app={id} manifest={made.data.manifest} />
            ) : tab === 'versions' ? (
              <Versions app={app.data} manifest={made.data.manifest} base={base} />
            ) : (
              <Fields
                key={made.data.version}
                app={app.data}
                base={made.data.version}
                manifest={made.data.manifest}
              />
            )}
          </div>
        </div>
      )}
    </Page>
  )
}

function Fields({
  app,
  manifest: stored,
  base,
}: {
  app: AppRow
  manifest: Manifest
  base: number
}) {
  const [manifest, setManifest] = useState(stored)
  const [asked, setAsked] = useState(false)
  const changed = JSON.stringify(manifest) !== JSON.stringify(stored)
  const { can } = useCatalog()
  if (app.source === 'plaza')
    return (
      <p className="app-note">
        {t(
          'This app was installed from the plaza; its publisher changes it. You upgrade it in the catalogue.',
        )}
      </p>
    )
  return (
    <>
      <Face manifest={manifest} onChange={setManifest} />
      <Editor manifest={manifest} onChange={setManifest} />
      <Roles manifest={manifest} onChange={setManifest} />
      <div className="form-foot">
        {changed && <Button onClick={() => setManifest(stored)}>{t('Discard changes')}</Button>}
        {can('apps.app.publish') && (
          <Button tone="primary" disabled={!changed} onClick={() => setAsked(true)}>
            {t('Publish the changes')}
          </Button>
        )}
      </div>
      {asked && (
        <PublishDialog
          app={app}
          base={base}
          manifest={manifest}
          onClose={() => setAsked(false)}
          onDone={() => {
            told(t('Version {n} runs', { n: base + 1 }))
            refreshActions(['apps'])
            void queries.invalidateQueries({ queryKey: ['manifest'] })
          }}
        />
      )}
    </>
  )
}
