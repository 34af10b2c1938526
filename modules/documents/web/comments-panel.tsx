import { useEffect, useRef, useState } from 'react'
import {
  Button,
  Empty,
  ErrorLine,
  IconButton,
  Menu,
  PersonName,
  RecordPicker,
  Segmented,
  SidePanel,
  Time,
  t,
  useCatalog,
  useCommand,
} from '#web'
import type { CommentRow } from './types.ts'

export interface Fresh {
  readonly anchor: { readonly from: unknown; readonly to: unknown }
  readonly quote: string
}
interface Props {
  readonly document: string
  readonly rows: readonly CommentRow[]
  readonly active: string | undefined
  readonly fresh: Fresh | undefined
  readonly may: boolean
  onActive(comment: string): void
  onFresh(): void
  onClose(): void
}

/** What is said about the document, thread by thread. */
export function CommentsPanel({
  document,
  rows,
  active,
  fresh,
  may,
  onActive,
  onFresh,
  onClose,
}: Props) {
  const [which, setWhich] = useState<'open' | 'resolved'>('open')
  const threads = rows.filter(
    ({ parent, resolved_at }) => !parent && (which === 'resolved') === Boolean(resolved_at),
  )
  return (
    <SidePanel title={t('Comments')} onClose={onClose}>
      <div className="stack">
        <Segmented
          label={t('Which')}
          value={which}
          onChange={setWhich}
          options={[
            { value: 'open', label: t('Open') },
            { value: 'resolved', label: t('Resolved') },
          ]}
        />
        {fresh && (
          <section className="thread active" aria-label={t('New comment')}>
            <blockquote>{fresh.quote}</blockquote>
            <Write
              document={document}
              also={{ ...fresh }}
              verb={t('Comment')}
              focus
              onDone={onFresh}
              onCancel={onFresh}
            />
          </section>
        )}
        {threads.length === 0 && !fresh && (
          <Empty
            icon="message"
            title={which === 'open' ? t('No open comments') : t('Nothing resolved yet')}
          >
            {t('Select some words and press “Comment”.')}
          </Empty>
        )}
        {threads.map((thread) => (
          <Thread
            key={thread.id}
            thread={thread}
            answers={rows.filter(({ parent }) => parent === thread.id)}
            active={thread.id === active}
            may={may}
            onActive={() => onActive(thread.id)}
          />
        ))}
      </div>
    </SidePanel>
  )
}

interface ThreadProps {
  thread: CommentRow
  answers: readonly CommentRow[]
  active: boolean
  may: boolean
  onActive: () => void
}

function Thread({ thread, answers, active, may, onActive }: ThreadProps) {
  const section = useRef<HTMLElement>(null)
  const resolve = useCommand('documents.comment.resolve')
  useEffect(() => {
    if (active) section.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  return (
    <section
      ref={section}
      className={`thread ${active ? 'active' : ''}`}
      aria-label={thread.quote ?? thread.text}
      onFocus={onActive}
      onClick={onActive}
    >
      {thread.quote && <blockquote>{thread.quote}</blockquote>}
      {[thread, ...answers].map((one) => (
        <Said key={one.id} comment={one} />
      ))}
      {may && (
        <div className="row end">
          <Button
            small
            icon={thread.resolved_at ? 'undo' : 'check'}
            busy={resolve.isPending}
            onClick={() => resolve.mutate({ comment: thread.id, resolved: !thread.resolved_at })}
          >
            {thread.resolved_at ? t('Open again') : t('Resolve')}
          </Button>
        </div>
      )}
      {may && active && !thread.resolved_at && (
        <Write
          document={thread.document}
          also={{ parent: thread.id }}
          verb={t('Answer')}
          onDone={() => {}}
        />
      )}
    </section>
  )
}

function Said({ comment }: { comment: CommentRow }) {
  const me = useCatalog().actor.id
  const remove = useCommand('documents.comment.delete')
  return (
    <article className="said">
      <header>
        <PersonName id={comment.author} avatar />
        <Time at={comment.created_at} />
        {comment.author === me && (
          <Menu
            label={t('More')}
            items={[
              {
                label: t('Delete'),
                icon: 'trash',
                danger: true,
                run: () => remove.mutate({ comment: comment.id }),
              },
            ]}
          />
        )}
      </header>
      <p className="card-text">{comment.text}</p>
      {comment.mentions?.map((person) => (
        <span key={person} className="said-to">
          @<PersonName id={person} />
        </span>
      ))}
    </article>
  )
}

interface WriteProps {
  document: string
  also: object
  verb: string
  focus?: boolean
  onDone: () => void
  onCancel?: () => void
}

function Write({ document, also, verb, focus, onDone, onCancel }: WriteProps) {
  const [text, setText] = useState('')
  const [mentions, setMentions] = useState<string[]>([])
  const [naming, setNaming] = useState(false)
  const create = useCommand('documents.comment.create', {
    onDone: () => {
      setText('')
      setMentions([])
      setNaming(false)
      onDone()
    },
  })
  const send = () => {
    const words = text.trim()
    if (words)
      create.mutate({ document, ...also, text: words, ...(mentions.length ? { mentions } : {}) })
  }
  return (
    <form
      className="write"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        className="input"
        rows={2}
        value={text}
        maxLength={4000}
        autoFocus={focus}
        aria-label={verb}
        placeholder={t('Write a comment')}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
        }}
      />
      {naming && (
        <RecordPicker
          entity="directory.person"
          many
          value={mentions}
          onChange={setMentions}
          wires={{ 'aria-label': t('Mention') }}
        />
      )}
      <ErrorLine problem={create.problem} />
      <div className="row end">
        <IconButton
          icon="at"
          label={t('Mention')}
          pressed={naming}
          onClick={() => setNaming(!naming)}
        />
        {onCancel && (
          <Button small onClick={onCancel}>
            {t('Cancel')}
          </Button>
        )}
        <Button small submit tone="primary" busy={create.isPending} disabled={text.trim() === ''}>
          {verb}
        </Button>
      </div>
    </form>
  )
}
