import { useDeferredValue, useState } from 'react'
import {
  Button,
  ErrorLine,
  Field,
  Head,
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
import { DropFile } from './drop-file.tsx'
import { Editor } from './editor.tsx'
import { wordsFrom } from './kinds.ts'
import { inWords, pathOf, type Draft, type Manifest, type Misfit } from './types.ts'

/** From a dropped file to a running app: read, look at the guess, make it. */
export function NewApp({ base }: { base: string }) {
  const [draft, setDraft] = useState<Draft>()
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
        </div>
      </div>
    </Page>
  )
}

function Look({ draft, base, onBack }: { draft: Draft; base: string; onBack: () => void }) {
  const [manifest, setManifest] = useState<Manifest>(draft.manifest)
  const checked = useDeferredValue(manifest)
  const { data, problem: unfit } = useAction<{ misfits: Misfit[] }>(
    'apps.draft.check',
    draft.draft ? { draft: draft.draft, manifest: checked } : undefined,
    { keep: true },
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
            : draft.file_name
        }
        primary={
          <Button
            tone="primary"
            icon="check"
            busy={create.isPending}
            onClick={() =>
              create.mutate({ manifest, ...(draft.draft ? { draft: draft.draft } : {}) })
            }
          >
            {t('Make the app')}
          </Button>
        }
      >
        <Button onClick={onBack}>{t('Another file')}</Button>
      </Head>
      <div className="body">
        <div className="column app-wide">
          <Field label={t('Name of the app')}>
            {(wires) => (
              <input
                {...wires}
                className="input"
                value={title}
                onChange={(event) =>
                  setManifest({ ...manifest, title: wordsFrom(event.target.value) })
                }
              />
            )}
          </Field>
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
        </div>
      </div>
    </Page>
  )
}
