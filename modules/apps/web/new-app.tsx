import { useDeferredValue, useState } from 'react'
import {
  Button,
  ErrorLine,
  ErrorState,
  Head,
  Loading,
  Page,
  base64Of,
  call,
  go,
  numberText,
  queries,
  refreshActions,
  t,
  useAction,
  useCommand,
  type Problem,
} from '#web'
import { BlankApp } from './blank-app.tsx'
import { DropFile } from './drop-file.tsx'
import { Editor } from './editor.tsx'
import { Face } from './face.tsx'
import { Roles } from './roles.tsx'
import { inWords, pathOf, type Draft, type Manifest, type Misfit } from './types.ts'

/** From a dropped file to a running app: read, look at the guess, make it. */
export function NewApp({ base, from }: { base: string; from?: string | undefined }) {
  const other = useAction<{ manifest: Manifest }>(
    'apps.app.manifest',
    { app: from ?? '' },
    { enabled: from !== undefined },
  )
  const [draft, setDraft] = useState<Draft & { blank?: true }>()
  const [blank, setBlank] = useState(false)
  const [busy, setBusy] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const read = async (files: File[]) => {
    setBusy(files.map(({ name }) => name).join('，'))
    setProblem(undefined)
    if (files.length === 1 && files[0]!.name.endsWith('.json')) return readManifest(files[0]!)
    const given = await Promise.all(
      files.map(async (file) => ({ name: file.name, content: await base64Of(file) })),
    )
    const answer = await call<Draft>('apps.draft.start', { files: given })
    setBusy('')
    if (answer.ok) setDraft(answer.value)
    else setProblem(answer.problem)
  }
  /** An app that was saved as a file: no rows come with it. */
  const readManifest = async (file: File) => {
    setBusy('')
    try {
      const manifest = JSON.parse(await file.text()) as Manifest
      if (!Array.isArray(manifest.entities)) throw new Error('no app')
      setDraft({ draft: '', file_name: file.name, rows: 0, manifest, lists: [] })
    } catch {
      setProblem({
        code: 'invalid',
        status: 400,
        id: '',
        detail: t('This file holds no app.'),
        fix: t('Choose one that was saved from an app’s versions.'),
      })
    }
  }
  if (from && !other.data)
    return (
      <Page>
        {other.problem ? <ErrorState problem={other.problem} /> : <Loading shape="page" />}
      </Page>
    )
  if (from && other.data)
    return (
      <Look
        draft={copyOf(other.data.manifest)}
        base={base}
        onBack={() => go(`${base}/${from}/versions`)}
      />
    )
  if (draft) return <Look draft={draft} base={base} onBack={() => setDraft(undefined)} />
  return (
    <Page>
      <Head
        backTo={base}
        title={t('Make an app')}
        sub={t('Nothing is made until you have seen what it will be.')}
      />
      <div className="body">
        <div className="column">
          <DropFile
            many
            busy={busy}
            hint={t(
              'Each sheet, or each file, becomes a list; lists that name each other are linked. The first row names the columns.',
            )}
            onFiles={(files) => void read(files)}
            onProblem={setProblem}
          />
          <ErrorLine problem={problem} />
          <div className="app-or">
            <p className="muted">{t('No file? Begin with an empty list and add its fields.')}</p>
            <Button icon="plus" onClick={() => setBlank(true)}>
              {t('Begin with an empty app')}
            </Button>
          </div>
          {blank && (
            <BlankApp
              onDone={(manifest) => {
                setBlank(false)
                setDraft({ draft: '', file_name: '', rows: 0, manifest, lists: [], blank: true })
              }}
              onClose={() => setBlank(false)}
            />
          )}
        </div>
      </div>
    </Page>
  )
}

/** The same lists under another name; without its records. */
function copyOf(manifest: Manifest): Draft & { blank: true } {
  const { en, zh } = manifest.title
  const title = { ...(en ? { en: `${en} (copy)` } : {}), ...(zh ? { zh: `${zh}（副本）` } : {}) }
  return {
    draft: '',
    file_name: '',
    rows: 0,
    manifest: { ...manifest, title },
    lists: [],
    blank: true,
  }
}

function Look({
  draft,
  base,
  onBack,
}: {
  draft: Draft & { blank?: true }
  base: string
  onBack: () => void
}) {
  const [manifest, setManifest] = useState<Manifest>(draft.manifest)
  const checked = useDeferredValue(manifest)
  const { data, problem: unfit } = useAction<{ misfits: Misfit[] }>(
    'apps.draft.check',
    { draft: draft.draft, manifest: checked },
    { keep: true, enabled: draft.draft !== '' },
  )
  const create = useCommand<{ app: string; module: string }>('apps.app.create', {
    onDone: async ({ module }) => {
      refreshActions(['apps'])
      await queries.invalidateQueries({ queryKey: ['manifest'] })
      go(pathOf(module, manifest.entities[0]!.noun))
    },
  })
  const title = inWords(manifest.title)
  const lost = (data?.misfits ?? []).reduce((sum, { cells }) => sum + cells, 0)
  return (
    <Page>
      <Head
        backTo={base}
        title={title || t('Make an app')}
        sub={
          draft.draft
            ? t('{n} rows from {file}', { n: draft.rows, file: draft.file_name })
            : draft.file_name || t('Nothing is made until you press “Make the app”.')
        }
        primary={
          <Button
            tone="primary"
            icon="check"
            busy={create.isPending}
            onClick={() =>
              create.mutate({
                manifest,
                ...(draft.draft ? { draft: draft.draft } : {}),
                ...(draft.blank ? { blank: true } : {}),
              })
            }
          >
            {t('Make the app')}
          </Button>
        }
      >
        <Button onClick={onBack}>{draft.blank ? t('Back') : t('Another file')}</Button>
      </Head>
      <div className="body">
        <div className="column app-wide">
          <Face manifest={manifest} onChange={setManifest} />
          <ErrorLine problem={create.problem ?? unfit} />
          {lost > 0 && (
            <p className="app-note" role="status">
              {t(
                'Cells that do not fit their type: {n}. Their rows are left out and listed, unless you choose another type.',
                {
                  n: numberText(lost),
                },
              )}
            </p>
          )}
          <Editor
            manifest={manifest}
            onChange={setManifest}
            lists={draft.lists}
            misfits={data?.misfits ?? []}
          />
          <Roles manifest={manifest} onChange={setManifest} />
        </div>
      </div>
    </Page>
  )
}
