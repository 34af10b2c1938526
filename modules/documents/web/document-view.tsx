import type { Editor } from '@tiptap/core'
import { useEffect, useState } from 'react'
import {
  Empty,
  ErrorState,
  Loading,
  listen,
  refreshActions,
  t,
  useAction,
  useSearch,
  type Paged,
} from '#web'
import { anchorOf } from './comment-marks.ts'
import { CommentsPanel, type Fresh } from './comments-panel.tsx'
import { DocumentHead } from './document-head.tsx'
import { DocumentEditor } from './editor.tsx'
import { FolderView } from './home.tsx'
import { VersionsPanel } from './versions-panel.tsx'
import { mayComment, mayWrite, type CommentRow, type DocumentRow } from './types.ts'
import { useShared } from './use-shared.ts'

type Panel = 'comments' | 'versions'
const COMMENTS = 500

/** One document: its head, its text, and what is said about it. */
export function DocumentView({ id }: { id: string }) {
  const { data, problem, refetch } = useAction<DocumentRow>('documents.document.get', {
    document: id,
  })
  useEffect(
    () =>
      listen(`documents.document:${id}`, {
        onEvent: ({ e }) =>
          refreshActions(e.startsWith('documents.') ? [e.split('.').slice(0, 2).join('.')] : []),
        onDenied: () => refreshActions(['documents.document']),
      }),
    [id],
  )
  if (problem?.code === 'notFound') return <Missing />
  if (problem) return <ErrorState problem={problem} onRetry={() => void refetch()} />
  if (!data) return <Loading shape="page" />
  return data.kind === 'folder' ? <FolderView folder={data} /> : <Opened document={data} />
}

function Opened({ document }: { document: DocumentRow }) {
  const { id } = document
  const line = useShared(id)
  const named = useSearch().get('comment') ?? undefined
  const [panel, setPanel] = useState<Panel | undefined>(named ? 'comments' : undefined)
  const [active, setActive] = useState(named)
  const [fresh, setFresh] = useState<Fresh>()
  const comments = useAction<Paged<CommentRow>>('documents.comment.list', {
    document: id,
    limit: COMMENTS,
  })
  if (line?.ended === 'missing' || line?.ended === 'denied') return <Missing />
  const role = line?.role ?? document.role
  const writes = mayWrite(role) && line?.ended === undefined && !document.deleted_at
  const rows = comments.data?.items ?? []
  const begin = (editor: Editor) => {
    const place = anchorOf(editor)
    if (!place) return
    setFresh(place)
    setPanel('comments')
  }
  const press = (comment: string) => {
    setActive(comment)
    setPanel('comments')
  }
  return (
    <div className="document">
      <div className="document-main">
        <DocumentHead
          document={document}
          role={role}
          line={line}
          comments={rows.filter(({ parent, resolved_at }) => !parent && !resolved_at).length}
          onPanel={(asked) => setPanel(panel === asked ? undefined : asked)}
        />
        {line?.role ? (
          <DocumentEditor
            id={id}
            title={document.title}
            shared={line.shared}
            writes={writes}
            comments={rows}
            active={active}
            onPress={press}
            onComment={mayComment(role) ? begin : undefined}
          />
        ) : (
          <Loading shape="page" />
        )}
      </div>
      {panel === 'comments' && (
        <CommentsPanel
          document={id}
          rows={rows}
          active={active}
          fresh={fresh}
          may={mayComment(role)}
          onActive={setActive}
          onFresh={() => setFresh(undefined)}
          onClose={() => setPanel(undefined)}
        />
      )}
      {panel === 'versions' && (
        <VersionsPanel document={id} writes={writes} onClose={() => setPanel(undefined)} />
      )}
    </div>
  )
}

const Missing = () => (
  <Empty icon="document" title={t('This document is not there')}>
    {t('It is gone, or it is not yours to see. Ask its owner to share it with you.')}
  </Empty>
)
