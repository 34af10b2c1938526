import { useState } from 'react'
import {
  Button,
  Check,
  Dialog,
  ErrorLine,
  Icon,
  Segmented,
  t,
  told,
  useCommand,
  useSignal,
} from '#web'
import { talks } from './talks.ts'
import { TalkAvatar } from './talk-list.tsx'
import { nameOf, type Message } from './types.ts'
import { briefly } from './words.ts'

/** Passes messages on: each by itself, or together as one. */
export function ForwardDialog({
  messages,
  combined: together,
  onClose,
  onDone,
}: {
  messages: Message[]
  combined: boolean
  onClose: () => void
  onDone: () => void
}) {
  const { items } = useSignal(talks)
  const [search, setSearch] = useState('')
  const [chosen, setChosen] = useState<string[]>([])
  const [combined, setCombined] = useState(together)
  const forward = useCommand('chat.message.forward', {
    refresh: [],
    onDone: () => {
      told(t('Forwarded'))
      onDone()
      onClose()
    },
  })
  const found = items.filter((one) =>
    nameOf(one).toLowerCase().includes(search.trim().toLowerCase()),
  )
  const first = messages[0]
  return (
    <Dialog title={t('Forward to')} onClose={onClose}>
      <div className="form">
        <p className="quote">
          <Icon name="share" size={14} />{' '}
          {messages.length === 1 && first
            ? briefly(first)
            : t('{n} messages', { n: messages.length })}
        </p>
        {messages.length > 1 && (
          <Segmented
            label={t('How')}
            value={combined ? 'together' : 'single'}
            onChange={(value) => setCombined(value === 'together')}
            options={[
              { value: 'single', label: t('One by one') },
              { value: 'together', label: t('Together') },
            ]}
          />
        )}
        <label className="search-box" style={{ maxWidth: 'none' }}>
          <Icon name="search" size={16} />
          <input
            type="search"
            value={search}
            autoFocus
            placeholder={t('Search conversations')}
            aria-label={t('Search conversations')}
            onChange={(event) => setSearch(event.target.value)}
          />
        </label>
        <ul className="forward-list">
          {found.map((one) => (
            <li key={one.id}>
              <Check
                label={
                  <span className="row">
                    <TalkAvatar talk={one} size={28} />
                    {nameOf(one)}
                  </span>
                }
                checked={chosen.includes(one.id)}
                onChange={(on) =>
                  setChosen(on ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))
                }
              />
            </li>
          ))}
          {found.length === 0 && <li className="muted">{t('Nothing found')}</li>}
        </ul>
        <ErrorLine problem={forward.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            tone="primary"
            busy={forward.isPending}
            disabled={chosen.length === 0 || forward.isPending}
            onClick={() =>
              forward.mutate({
                messages: messages.map(({ id }) => id),
                conversations: chosen,
                mode: combined ? 'combined' : 'single',
              })
            }
          >
            {t('Forward')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
