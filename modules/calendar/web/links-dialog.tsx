import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  SelectField,
  TextField,
  Time,
  copy,
  t,
  told,
  useAction,
  useCommand,
} from '#web'

interface Feed {
  id: string
  name: string
  detail: 'full' | 'busy'
  used_at?: string
  revoked_at?: string
}

/** Secret addresses for other calendar programs; each can be taken back by itself. */
export function LinksDialog({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('')
  const [detail, setDetail] = useState('full')
  const [url, setUrl] = useState<string>()
  const { data } = useAction<{ items: Feed[] }>('calendar.feed.list', {
    where: { revoked_at: null },
    limit: 50,
  })
  const make = useCommand<{ url: string }>('calendar.feed.create', {
    refresh: ['calendar.feed'],
    onDone: (made) => {
      setUrl(made.url)
      setName('')
    },
  })
  const revoke = useCommand('calendar.feed.revoke', { refresh: ['calendar.feed'] })
  return (
    <Dialog title={t('Subscribe elsewhere')} onClose={onClose}>
      <div className="stack">
        <p className="muted">
          {t(
            'Another calendar program reads yours under a secret address. Whoever has the address sees what it shows, until you take it back.',
          )}
        </p>
        <ul className="shares" aria-label={t('Addresses in use')}>
          {data?.items.map((one) => (
            <li key={one.id} className="row">
              <span className="grow">
                {one.name}{' '}
                <small className="muted">
                  {one.detail === 'busy' ? t('When I am busy') : t('All details')} ·{' '}
                  {one.used_at ? <Time at={one.used_at} /> : t('not used yet')}
                </small>
              </span>
              <Button small tone="danger" onClick={() => revoke.mutate({ feed: one.id })}>
                {t('Stop it')}
              </Button>
            </li>
          ))}
        </ul>
        {url && (
          <div className="stack" role="status">
            <TextField
              label={t('The address, shown only once')}
              readOnly
              value={url}
              onChange={() => undefined}
              className="code"
            />
            <Button icon="copy" onClick={() => void copy(url).then(() => told(t('Copied')))}>
              {t('Copy')}
            </Button>
          </div>
        )}
        <form
          className="form"
          onSubmit={(event) => {
            event.preventDefault()
            if (name.trim()) make.mutate({ name: name.trim(), detail })
          }}
        >
          <TextField
            label={t('What for')}
            placeholder={t('My phone')}
            maxLength={100}
            value={name}
            onChange={setName}
          />
          <SelectField
            label={t('Shows')}
            value={detail}
            onChange={setDetail}
            options={[
              { value: 'full', label: t('All details') },
              { value: 'busy', label: t('When I am busy') },
            ]}
          />
          <ErrorLine problem={make.problem ?? revoke.problem} />
          <div className="form-foot">
            <Button submit tone="primary" disabled={!name.trim() || make.isPending}>
              {t('Make an address')}
            </Button>
          </div>
        </form>
      </div>
    </Dialog>
  )
}
