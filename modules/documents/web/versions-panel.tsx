import { EditorContent, useEditor, type JSONContent } from '@tiptap/react'
import { useMemo, useState } from 'react'
import {
  Button,
  Dialog,
  Empty,
  ErrorLine,
  ErrorState,
  Loading,
  PersonName,
  Segmented,
  SidePanel,
  TextField,
  Time,
  exactTime,
  t,
  told,
  useAction,
  useCommand,
  usePaged,
} from '#web'
import { contents } from './extensions.ts'
import type { VersionRow } from './types.ts'

/** What stood there before, and the way back to it. */
export function VersionsPanel({
  document,
  writes,
  onClose,
}: {
  document: string
  writes: boolean
  onClose: () => void
}) {
  const list = usePaged<VersionRow>('documents.version.list', { document, limit: 50 })
  const [looking, setLooking] = useState<VersionRow>()
  const [name, setName] = useState('')
  const keep = useCommand('documents.version.create', { onDone: () => setName('') })
  return (
    <SidePanel title={t('Versions')} onClose={onClose}>
      <div className="stack">
        {writes && (
          <form
            className="write"
            onSubmit={(event) => {
              event.preventDefault()
              keep.mutate({ document, ...(name.trim() ? { name: name.trim() } : {}) })
            }}
          >
            <TextField
              label={t('Keep what stands there now as')}
              value={name}
              onChange={setName}
              maxLength={100}
            />
            <ErrorLine problem={keep.problem} />
            <div className="row end">
              <Button small submit busy={keep.isPending}>
                {t('Keep')}
              </Button>
            </div>
          </form>
        )}
        {list.problem ? (
          <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
        ) : list.isLoading ? (
          <Loading rows={4} />
        ) : list.items.length === 0 ? (
          <Empty icon="history" title={t('No versions yet')}>
            {t('One is kept by itself now and then while you write.')}
          </Empty>
        ) : (
          <ul className="versions" aria-label={t('Versions')}>
            {list.items.map((version) => (
              <li key={version.id}>
                <button type="button" className="leaf found" onClick={() => setLooking(version)}>
                  <strong>{version.name ?? exactTime(version.created_at)}</strong>
                  <small>
                    {version.kind === 'named' ? t('Kept') : t('Automatic')} ·{' '}
                    <Time at={version.created_at} />
                  </small>
                </button>
                {version.author && <PersonName id={version.author} />}
              </li>
            ))}
          </ul>
        )}
      </div>
      {looking && <Look version={looking} writes={writes} onClose={() => setLooking(undefined)} />}
    </SidePanel>
  )
}

interface Line {
  kind: 'same' | 'added' | 'removed'
  text: string
}

function Look({
  version,
  writes,
  onClose,
}: {
  version: VersionRow
  writes: boolean
  onClose: () => void
}) {
  const [how, setHow] = useState<'changes' | 'text'>('changes')
  const restore = useCommand('documents.version.restore', {
    refresh: ['documents.version'],
    onDone: () => {
      onClose()
      told(t('The version stands there again. What stood there before is kept too.'))
    },
  })
  return (
    <Dialog wide title={version.name ?? exactTime(version.created_at)} onClose={onClose}>
      <div className="stack">
        <Segmented
          label={t('Show')}
          value={how}
          onChange={setHow}
          options={[
            { value: 'changes', label: t('What changed since') },
            { value: 'text', label: t('What stood there') },
          ]}
        />
        {how === 'changes' ? <Changes version={version.id} /> : <Text version={version.id} />}
        <ErrorLine problem={restore.problem} />
        {writes && (
          <div className="form-foot">
            <Button
              tone="primary"
              icon="undo"
              busy={restore.isPending}
              onClick={() => restore.mutate({ version: version.id })}
            >
              {t('Go back to this version')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  )
}

const SIGNS = { same: ' ', added: '+', removed: '−' } as const

function Changes({ version }: { version: string }) {
  const { data, problem } = useAction<{ lines: Line[] }>('documents.version.compare', { version })
  if (problem) return <ErrorLine problem={problem} />
  if (!data) return <Loading rows={5} />
  if (data.lines.every(({ kind }) => kind === 'same'))
    return <p className="muted">{t('Nothing has changed since.')}</p>
  return (
    <ol className="changes" aria-label={t('What changed since')}>
      {data.lines.map(({ kind, text }, index) => (
        <li key={index} className={kind}>
          <span aria-hidden>{SIGNS[kind]}</span>
          {kind === 'added' ? <ins>{text}</ins> : kind === 'removed' ? <del>{text}</del> : text}
        </li>
      ))}
    </ol>
  )
}

function Text({ version }: { version: string }) {
  const { data, problem } = useAction<{ content: JSONContent[] }>('documents.version.get', {
    version,
  })
  if (problem) return <ErrorLine problem={problem} />
  if (!data) return <Loading rows={5} />
  return <Still content={data.content} />
}

function Still({ content }: { content: JSONContent[] }) {
  const extensions = useMemo(() => contents(), [])
  const editor = useEditor({
    extensions,
    editable: false,
    content: { type: 'doc', content: content.length ? content : [{ type: 'paragraph' }] },
    editorProps: { attributes: { class: 'prose', 'aria-label': t('What stood there') } },
  })
  return <EditorContent editor={editor} className="version-text" />
}
