import { useState } from 'react'
import {
  Button,
  ConfirmDialog,
  Empty,
  ErrorState,
  Head,
  Loading,
  Menu,
  Page,
  Time,
  queries,
  refreshActions,
  t,
  told,
  useAction,
  useCommand,
  useLanguage,
  type MenuItem,
  type Paged,
} from '#web'
import { AddDialog } from './add-dialog.tsx'
import { Health } from './health.tsx'
import type { LinkRow } from './types.ts'

/** What vendors' software is installed, whose it is, what it may use, whether it answers. */
export function LinksPage() {
  useLanguage()
  const [adding, setAdding] = useState<string>()
  const list = useAction<Paged<LinkRow>>('remote.link.list', {
    where: { status: { in: ['active', 'connecting'] } },
    sort: ['title'],
    limit: 200,
  })
  const add = (
    <Button tone="primary" icon="plus" onClick={() => setAdding('')}>
      {t('Add software')}
    </Button>
  )
  return (
    <Page>
      <Head
        title={t('Vendors’ software')}
        sub={t(
          'Software that runs on its vendor’s own server and works here like a part of Tenon.',
        )}
        primary={list.data && list.data.items.length > 0 ? add : undefined}
      />
      {list.problem ? (
        <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
      ) : !list.data ? (
        <Loading shape="list" />
      ) : list.data.items.length === 0 ? (
        <Empty icon="link" title={t('No vendor’s software yet')} action={add}>
          {t(
            'A vendor tells you one address. You see what it asks for before anything is installed.',
          )}
        </Empty>
      ) : (
        <div className="body">
          <ul className="panel rows remote-links" aria-label={t('Vendors’ software')}>
            {list.data.items.map((link) => (
              <LinkItem key={link.id} link={link} onUpgrade={() => setAdding(link.url)} />
            ))}
          </ul>
        </div>
      )}
      {adding !== undefined && <AddDialog address={adding} onClose={() => setAdding(undefined)} />}
    </Page>
  )
}

function LinkItem({ link, onUpgrade }: { link: LinkRow; onUpgrade: () => void }) {
  const [asking, setAsking] = useState<'remove' | 'rotate'>()
  const check = useCommand<{ health: LinkRow['health'] }>('remote.link.check', {
    refresh: ['remote.link'],
  })
  const items: MenuItem[] = [
    { label: t('Ask now'), icon: 'refresh', run: () => check.mutate({ link: link.id }) },
    { label: t('Look for a newer version'), icon: 'up', run: onUpgrade },
    { label: t('Change the shared secret'), icon: 'key', run: () => setAsking('rotate') },
    { label: t('Remove'), icon: 'trash', danger: true, run: () => setAsking('remove') },
  ]
  return (
    <li>
      <span className="person-words grow">
        <span className="name">{link.title}</span>
        <small>
          {[link.publisher, t('version {n}', { n: link.version }), new URL(link.origin).host].join(
            ' · ',
          )}
        </small>
        <small>
          {link.grants.length > 0
            ? t('May use: {rights}', { rights: link.grants.join(', ') })
            : t('May use nothing of yours')}
        </small>
        {link.health === 'failing' && link.health_error && (
          <small className="remote-error">{link.health_error}</small>
        )}
      </span>
      <span className="remote-state">
        <Health value={link.health} />
        {link.health_since && (
          <small className="muted">
            {t('since')} <Time at={link.health_since} />
          </small>
        )}
        {link.latency_ms !== undefined && (
          <small className="muted">{t('in {n} ms', { n: link.latency_ms })}</small>
        )}
      </span>
      <Menu label={t('More about {name}', { name: link.title })} items={items} />
      {asking === 'remove' && (
        <ConfirmDialog
          title={t('Remove {name}?', { name: link.title })}
          text={t(
            'Its pages, actions and cards are gone at once, and it can no longer reach anything here. What it keeps on its own server stays there.',
          )}
          verb={t('Remove')}
          action="remote.link.remove"
          input={{ link: link.id }}
          refresh={['remote.link']}
          onDone={() => {
            told(t('{name} is removed', { name: link.title }))
            void queries.invalidateQueries({ queryKey: ['manifest'] })
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
      {asking === 'rotate' && (
        <ConfirmDialog
          title={t('Change the secret shared with {name}?', { name: link.title })}
          text={t(
            'Its server is given a new one now. What it signs with the old one counts for one more day.',
          )}
          verb={t('Change')}
          action="remote.link.rotate"
          input={{ link: link.id }}
          onDone={() => {
            told(t('The secret is changed'))
            refreshActions(['remote.link'])
          }}
          onClose={() => setAsking(undefined)}
        />
      )}
    </li>
  )
}
