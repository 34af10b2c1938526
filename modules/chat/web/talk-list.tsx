import { useDeferredValue, useEffect, useState } from 'react'
import {
  Avatar,
  Button,
  Empty,
  ErrorState,
  Icon,
  IconButton,
  Link,
  Loading,
  Menu,
  badges,
  call,
  connection,
  go,
  language,
  t,
  timeText,
  useAction,
  useCatalog,
  useLanguage,
  useSignal,
  type MenuItem,
  type Paged,
  type Person,
} from '#web'
import { FoundMessages } from './search-panel.tsx'
import { lastWords } from './words.ts'
import { changeTalk, loadMore, reload, talks } from './talks.ts'
import { nameOf, type Conversation } from './types.ts'

export function TalkList({ chosen, onNew }: { chosen: string | undefined; onNew: () => void }) {
  const [search, setSearch] = useState('')
  const { items, state, problem, next } = useSignal(talks)
  useLanguage()
  const words = useDeferredValue(search.trim())
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!event.altKey || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return
      event.preventDefault()
      const at = items.findIndex((one) => one.id === chosen)
      const next =
        items[Math.max(0, Math.min(items.length - 1, at + (event.key === 'ArrowDown' ? 1 : -1)))]
      if (next) go(`/messages/${next.id}`)
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [items, chosen])
  return (
    <>
      <div className="list-head">
        <h1>{t('Messages')}</h1>
        <Connection />
        <Bell />
        <IconButton icon="plus" label={t('Start a conversation')} onClick={onNew} />
      </div>
      <div className="list-tools">
        <label className="search-box">
          <Icon name="search" size={16} />
          <input
            type="search"
            value={search}
            placeholder={t('Search')}
            aria-label={t('Search messages and people')}
            onChange={(event) => setSearch(event.target.value)}
          />
        </label>
      </div>
      <div className="list-body">
        {words ? (
          <Found words={words} items={items} />
        ) : state === 'loading' ? (
          <Loading rows={8} />
        ) : problem && items.length === 0 ? (
          <ErrorState problem={problem} onRetry={() => reload(0)} />
        ) : items.length === 0 ? (
          <Empty
            icon="message"
            title={t('No conversation yet')}
            action={<Button onClick={onNew}>{t('Start a conversation')}</Button>}
          >
            {t('Write to one colleague or make a group.')}
          </Empty>
        ) : (
          <>
            <ul aria-label={t('Conversations')}>
              {items.map((one) => (
                <li key={one.id}>
                  <TalkItem talk={one} here={one.id === chosen} />
                </li>
              ))}
            </ul>
            {next && (
              <div className="table-more">
                <Button small onClick={() => void loadMore()}>
                  {t('Load more')}
                </Button>
              </div>
            )}
          </>
        )}
      </div>
    </>
  )
}

/** On the phone there is no rail to show the inbox on. */
function Bell() {
  const catalog = useCatalog()
  const count = useSignal(badges)['/notices'] ?? 0
  if (!catalog.pages.some(({ path }) => path === '/notices')) return null
  const label = count > 0 ? t('{n} unread', { n: count }) : t('Notices')
  return (
    <span className="bell only-phone">
      <IconButton icon="bell" label={label} onClick={() => go('/notices')} />
      {count > 0 && <span className="badge">{count > 99 ? '99+' : count}</span>}
    </span>
  )
}

function Connection() {
  const state = useSignal(connection)
  return state === 'connecting' || state === 'lost' ? (
    <span
      className="spinner muted"
      role="status"
      aria-label={t('Connecting')}
      title={t('Connecting')}
    />
  ) : null
}

export function TalkAvatar({ talk, size = 40 }: { talk: Conversation; size?: number }) {
  const name = nameOf(talk)
  return (
    <Avatar
      name={name}
      id={talk.peer?.id ?? talk.id}
      file={talk.avatar ?? talk.peer?.avatar}
      size={size}
    />
  )
}

function TalkItem({ talk, here }: { talk: Conversation; here: boolean }) {
  const { actor } = useCatalog()
  const name = nameOf(talk)
  const count = talk.unread
  return (
    <div className={`talk ${talk.top_at ? 'top' : ''}`}>
      <Link to={`/messages/${talk.id}`} className="item" aria-current={here ? 'page' : undefined}>
        <TalkAvatar talk={talk} />
        <span className="words">
          <span className="talk-line">
            <span className="talk-name clip">{name}</span>
            {talk.last && <time className="talk-time">{timeText(talk.last_at)}</time>}
          </span>
          <span className="talk-line">
            <small className="clip grow">
              {talk.mentions > 0 && <b className="mention-mark">{t('[@ you]')} </b>}
              {lastWords(talk, actor.id)}
            </small>
            {talk.muted && <Icon name="mute" size={14} label={t('Muted')} />}
            {count > 0 && (
              <span
                className={`badge ${talk.muted ? 'calm' : ''}`}
                aria-label={t('{n} unread', { n: count })}
              >
                {count > 99 ? '99+' : count}
              </span>
            )}
          </span>
        </span>
      </Link>
      <Menu items={talkMenu(talk)} label={t('More about {name}', { name })} className="talk-more" />
    </div>
  )
}

export function talkMenu(talk: Conversation): MenuItem[] {
  const conversation = talk.id
  const set = async (action: string, input: object, optimistic: Partial<Conversation>) => {
    changeTalk(conversation, (before) => ({ ...before, ...optimistic }))
    const answer = await call(action, { conversation, ...input })
    if (!answer.ok) changeTalk(conversation, () => talk)
  }
  return [
    {
      label: talk.top_at ? t('No longer on top') : t('Keep on top'),
      icon: 'pin',
      run: () =>
        void set(
          'chat.conversation.pin',
          { top: !talk.top_at },
          talk.top_at ? { top_at: '' } : { top_at: new Date().toISOString() },
        ),
    },
    {
      label: talk.muted ? t('Unmute') : t('Mute'),
      icon: 'mute',
      run: () => void set('chat.conversation.mute', { muted: !talk.muted }, { muted: !talk.muted }),
    },
    {
      label: t('Mark as read'),
      icon: 'check',
      disabled: talk.unread === 0,
      run: () =>
        void set(
          'chat.conversation.read',
          { seq: talk.last_seq },
          { unread: 0, mentions: 0, read_seq: talk.last_seq, read_posts: talk.posts },
        ),
    },
    {
      label: t('Hide until a new message'),
      icon: 'close',
      run: () =>
        void set('chat.conversation.hide', { hidden: true }, { hidden_seq: talk.last_seq }),
    },
  ]
}

const PEOPLE = 8

/** People, conversations and words of messages, in one list. */
function Found({ words, items }: { words: string; items: readonly Conversation[] }) {
  const catalog = useCatalog()
  const lower = words.toLowerCase()
  const mine = items.filter((one) => nameOf(one).toLowerCase().includes(lower))
  const people = useAction<Paged<Person>>(
    'directory.person.list',
    { search: words, limit: PEOPLE, expand: ['department'] },
    { keep: true },
  )
  const others = (people.data?.items ?? []).filter(
    ({ id }) => id !== catalog.actor.id && !mine.some((one) => one.peer?.id === id),
  )
  return (
    <div lang={language.get()}>
      {mine.length > 0 && <h2 className="list-title">{t('Conversations')}</h2>}
      <ul>
        {mine.map((one) => (
          <li key={one.id}>
            <TalkItem talk={one} here={false} />
          </li>
        ))}
      </ul>
      {others.length > 0 && <h2 className="list-title">{t('People')}</h2>}
      <ul>
        {others.map((one) => (
          <li key={one.id}>
            <Link to={`/messages/with/${one.id}`} className="item">
              <Avatar name={one.name} id={one.id} file={one.avatar} size={36} />
              <span className="words">
                <span>{one.name}</span>
                <small>{[one.department$?.name, one.job_title].filter(Boolean).join(' · ')}</small>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <FoundMessages text={words} titled />
    </div>
  )
}
