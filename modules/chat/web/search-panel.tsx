import { useDeferredValue, useState } from 'react'
import { Empty, ErrorState, Icon, Link, Loading, SidePanel, t, timeText, useAction } from '#web'
import { talks } from './talks.ts'
import { nameOf, type Message } from './types.ts'
import { briefly } from './words.ts'

interface Answer {
  items: Message[]
  people: { id: string; name: string }[]
}

/** Messages that hold the words, newest first; each leads to its place. */
export function FoundMessages({
  text,
  conversation,
  titled,
}: {
  text: string
  conversation?: string
  titled?: boolean
}) {
  const { data, problem, refetch, isLoading } = useAction<Answer>(
    'chat.message.search',
    { text, limit: 30, ...(conversation ? { conversation } : {}) },
    { keep: true },
  )
  if (problem) return <ErrorState problem={problem} onRetry={() => void refetch()} />
  if (isLoading) return <Loading rows={4} />
  const items = data?.items ?? []
  const name = (id: string | undefined) => data?.people.find((one) => one.id === id)?.name ?? ''
  const talk = (id: string) => talks.get().items.find((one) => one.id === id)
  if (items.length === 0) return titled ? null : <Empty icon="search" title={t('Nothing found')} />
  return (
    <>
      {titled && <h2 className="list-title">{t('Messages')}</h2>}
      <ul>
        {items.map((one) => {
          const place = talk(one.conversation)
          return (
            <li key={one.id}>
              <Link to={`/messages/${one.conversation}/${one.seq}`} className="item">
                <span className="words">
                  <span className="talk-line">
                    <span className="clip grow">
                      {name(one.sender)}
                      {!conversation && place && <span className="muted"> · {nameOf(place)}</span>}
                    </span>
                    <time className="talk-time">{timeText(one.created_at)}</time>
                  </span>
                  <small>
                    <Marked text={briefly(one)} words={text} />
                  </small>
                </span>
              </Link>
            </li>
          )
        })}
      </ul>
    </>
  )
}

function Marked({ text, words }: { text: string; words: string }) {
  const at = text.toLowerCase().indexOf(words.toLowerCase())
  if (at < 0) return <>{text}</>
  const from = Math.max(0, at - 14)
  return (
    <>
      {from > 0 && '…'}
      {text.slice(from, at)}
      <mark>{text.slice(at, at + words.length)}</mark>
      {text.slice(at + words.length)}
    </>
  )
}

export function SearchPanel({
  conversation,
  onClose,
}: {
  conversation: string
  onClose: () => void
}) {
  const [text, setText] = useState('')
  const words = useDeferredValue(text.trim())
  return (
    <SidePanel title={t('Search in this conversation')} onClose={onClose}>
      <label className="search-box" style={{ maxWidth: 'none', marginBottom: 12 }}>
        <Icon name="search" size={16} />
        <input
          type="search"
          autoFocus
          value={text}
          placeholder={t('Words')}
          aria-label={t('Words')}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {words ? (
        <FoundMessages text={words} conversation={conversation} />
      ) : (
        <p className="muted">{t('Chinese and English, whole words or parts of them.')}</p>
      )}
    </SidePanel>
  )
}
