import { useState } from 'react'
import {
  Button,
  ErrorLine,
  Field,
  IconButton,
  Markdown,
  PersonName,
  Time,
  call,
  t,
  useCatalog,
  useCommand,
  usePaged,
  refreshActions,
} from '#web'
import { MentionArea } from './mention-area.tsx'
import type { Comment } from './types.ts'

/** What people say about a task, oldest first, and a place to say something. */
export function Comments({
  task,
  project,
  lead,
}: {
  task: string
  project: string
  lead: boolean
}) {
  const { actor } = useCatalog()
  const [text, setText] = useState('')
  const [named, setNamed] = useState<ReadonlyMap<string, string>>(new Map())
  const list = usePaged<Comment>('projects.comment.list', {
    where: { task },
    sort: ['created_at'],
    limit: 100,
  })
  const send = useCommand('projects.comment.create', {
    refresh: ['projects.comment', 'projects.follower'],
    onDone: () => {
      setText('')
      setNamed(new Map())
    },
  })
  return (
    <section className="section" aria-label={t('Comments')}>
      <h3>{t('Comments')}</h3>
      <ErrorLine problem={list.problem} />
      <ul className="task-comments">
        {list.items.map((one) => (
          <li key={one.id}>
            <div className="row">
              <PersonName id={one.author} avatar />
              <small className="muted">
                <Time at={one.created_at} />
              </small>
              <span className="grow" />
              {(lead || one.author === actor.id) && (
                <IconButton
                  icon="trash"
                  size={16}
                  label={t('Delete this comment')}
                  onClick={() =>
                    void call('projects.comment.delete', { comment: one.id }).then(() =>
                      refreshActions(['projects.comment']),
                    )
                  }
                />
              )}
            </div>
            <Markdown text={one.text} />
          </li>
        ))}
      </ul>
      {list.hasNextPage && (
        <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('Load more')}
        </Button>
      )}
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          const mentions = [...named].flatMap(([id, name]) =>
            text.includes(`@${name}`) ? [id] : [],
          )
          if (text.trim())
            send.mutate({ task, text: text.trim(), ...(mentions.length > 0 ? { mentions } : {}) })
        }}
      >
        <Field label={t('Write a comment')} hideLabel>
          {(wires) => (
            <MentionArea
              wires={wires}
              project={project}
              value={text}
              onChange={setText}
              onName={(id, name) => setNamed((now) => new Map(now).set(id, name))}
            />
          )}
        </Field>
        <ErrorLine problem={send.problem} />
        <div className="row end">
          <Button submit small busy={send.isPending} disabled={!text.trim()}>
            {t('Comment')}
          </Button>
        </div>
      </form>
    </section>
  )
}
