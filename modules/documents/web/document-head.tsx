import { useEffect, useState } from 'react'
import {
  ActionDialog,
  Avatar,
  Button,
  ConfirmDialog,
  Head,
  Icon,
  IconButton,
  call,
  copy,
  go,
  say,
  t,
  tn,
  told,
  useCommand,
  type MenuItem,
} from '#web'
import { ShareDialog } from './share-dialog.tsx'
import type { SyncState } from './sync.ts'
import { mayWrite, type DocumentRow, type Role } from './types.ts'
import type { Shared, SharedDocument } from './use-shared.ts'

interface Props {
  readonly document: DocumentRow
  readonly role: Role | undefined
  readonly line: SharedDocument | undefined
  readonly comments: number
  onPanel(panel: 'comments' | 'versions'): void
}

export function DocumentHead({ document, role, line, comments, onPanel }: Props) {
  const [sharing, setSharing] = useState(false)
  const [deleting, setDeleting] = useState(false)
  const [moving, setMoving] = useState(false)
  const { id } = document
  const menu: MenuItem[] = [
    { label: t('Versions'), icon: 'history', run: () => onPanel('versions') },
    {
      label: t('Copy link'),
      icon: 'link',
      run: () => void copy(location.origin + location.pathname),
    },
    { label: t('Download as Markdown'), icon: 'download', run: () => void download(id) },
    { label: t('Print or save as PDF'), icon: 'file', run: () => print() },
    ...(role === 'owner'
      ? [
          { label: t('Move'), icon: 'folder', run: () => setMoving(true) },
          {
            label: t('Move to the bin'),
            icon: 'trash',
            danger: true,
            apart: true,
            run: () => setDeleting(true),
          },
        ]
      : []),
  ]
  return (
    <>
      <Head
        title={<Title document={document} writes={mayWrite(role)} />}
        sub={line && <State line={line} role={role} />}
        backTo="/documents"
        menu={menu}
        primary={
          role === 'owner' && (
            <Button tone="primary" icon="share" onClick={() => setSharing(true)}>
              {t('Share')}
            </Button>
          )
        }
      >
        {line && <Present shared={line.shared} />}
        <span className="with-count">
          <IconButton
            icon="message"
            label={tn(comments, '{n} comment', '{n} comments')}
            onClick={() => onPanel('comments')}
          />
          {comments > 0 && <span className="badge calm">{comments}</span>}
        </span>
      </Head>
      {sharing && <ShareDialog document={document} onClose={() => setSharing(false)} />}
      {moving && (
        <ActionDialog
          action="documents.document.move"
          preset={{ document: id }}
          hidden={['document', 'conversation']}
          submit={t('Move')}
          onClose={() => setMoving(false)}
        />
      )}
      {deleting && (
        <ConfirmDialog
          title={t('Move “{title}” to the bin?', { title: document.title })}
          text={t('Nobody else sees it any more. You can take it out again.')}
          verb={t('Move to the bin')}
          action="documents.document.delete"
          input={{ document: id }}
          onDone={() => go('/documents')}
          onClose={() => setDeleting(false)}
        />
      )}
    </>
  )
}

function Title({ document, writes }: { document: DocumentRow; writes: boolean }) {
  const [title, setTitle] = useState(document.title)
  useEffect(() => setTitle(document.title), [document.title])
  const rename = useCommand('documents.document.update')
  const icon = document.icon && <span aria-hidden>{document.icon} </span>
  if (!writes)
    return (
      <>
        {icon}
        {document.title}
      </>
    )
  const keep = () => {
    const next = title.trim()
    if (next === '') setTitle(document.title)
    else if (next !== document.title) rename.mutate({ document: document.id, title: next })
  }
  return (
    <span className="document-title">
      {icon}
      <input
        value={title}
        maxLength={200}
        aria-label={t('Title')}
        onChange={(event) => setTitle(event.target.value)}
        onBlur={keep}
        onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
      />
      {rename.problem && <span className="field-error">{say(rename.problem)}</span>}
    </span>
  )
}

const STATES: Record<SyncState, { icon: string; words: () => string }> = {
  connecting: { icon: 'refresh', words: () => t('Opening…') },
  saved: { icon: 'check', words: () => t('Saved') },
  saving: { icon: 'refresh', words: () => t('Saving…') },
  offline: { icon: 'warning', words: () => t('Offline: kept here') },
}

function State({ line, role }: { line: SharedDocument; role: Role | undefined }) {
  const reading = line.state === 'saved' && !mayWrite(role)
  const { icon, words } = STATES[line.state]
  const ended = line.ended === 'signed-out' || line.ended === 'refused'
  return (
    <span className={`sync ${ended ? 'offline' : line.state}`} role="status">
      <Icon name={ended ? 'warning' : reading ? 'eye' : icon} size={14} />
      {ended
        ? t('Not connected: load the page again')
        : reading
          ? role === 'commenter'
            ? t('You may read and comment')
            : t('You may read')
          : words()}
    </span>
  )
}

interface User {
  id: string
  name: string
}
const SHOWN = 5

/** Who else has it open. */
function Present({ shared: { awareness } }: { shared: Shared }) {
  const [people, setPeople] = useState<User[]>([])
  useEffect(() => {
    const look = () => {
      const found = new Map<string, User>()
      for (const [client, state] of awareness.getStates()) {
        const user = (state as { user?: User }).user
        if (client !== awareness.clientID && user?.id) found.set(user.id, user)
      }
      setPeople([...found.values()])
    }
    look()
    awareness.on('change', look)
    return () => awareness.off('change', look)
  }, [awareness])
  if (people.length === 0) return null
  const names = people.map(({ name }) => name).join(', ')
  return (
    <span
      className="present"
      role="img"
      aria-label={t('Here now: {names}', { names })}
      title={names}
    >
      {people.slice(0, SHOWN).map(({ id, name }) => (
        <Avatar key={id} id={id} name={name} size={26} />
      ))}
      {people.length > SHOWN && <small>+{people.length - SHOWN}</small>}
    </span>
  )
}

async function download(document: string): Promise<void> {
  const answer = await call<{ name: string; markdown: string }>('documents.document.export', {
    document,
  })
  if (!answer.ok) return told(say(answer.problem))
  const link = window.document.createElement('a')
  link.href = URL.createObjectURL(new Blob([answer.value.markdown], { type: 'text/markdown' }))
  link.download = answer.value.name
  link.click()
  URL.revokeObjectURL(link.href)
}
