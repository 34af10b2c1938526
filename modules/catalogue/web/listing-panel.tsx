import { useState } from 'react'
import {
  Button,
  Check,
  ConfirmDialog,
  ErrorLine,
  ErrorState,
  Loading,
  SidePanel,
  Tag,
  go,
  queries,
  refreshActions,
  t,
  told,
  useAction,
  useCatalog,
  useCommand,
} from '#web'
import { Scopes } from './installed.tsx'
import { inWords, partnerTitle, whoTitle, type Details } from './types.ts'

/** One app of the plaza: what it holds, what it asks for, where its data will lie; and the consent. */
export function ListingPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, problem, refetch } = useAction<Details>('catalogue.listing.get', { listing: id })
  return (
    <SidePanel
      title={data ? inWords(data.title) : t('App')}
      onClose={onClose}
      foot={data && <Consent listing={data} />}
    >
      {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
      {!data && !problem && <Loading rows={8} />}
      {data && (
        <div className="stack">
          <p className="muted">
            {[
              data.publisher,
              partnerTitle(data.publisher_kind),
              t('version {n}', { n: data.number }),
            ].join(' · ')}
          </p>
          {data.about && <p>{inWords(data.about)}</p>}
          {data.note && <p>{t('New in this version: {note}', { note: data.note })}</p>}
          <section className="section">
            <h2>{t('What it lets people do')}</h2>
            <Scopes scopes={data.scopes} />
          </section>
          <section className="section">
            <h2>{t('Where its data lies')}</h2>
            <p>{t('Here, in your organisation. The publisher sees none of it.')}</p>
          </section>
          <section className="section">
            <h2>{t('What it holds')}</h2>
            <ul className="catalogue-list">
              {data.lists.map(({ title, fields, who }) => (
                <li key={inWords(title)} className="catalogue-holds">
                  <strong>{inWords(title)}</strong>
                  <span>{fields.map(inWords).join(' · ')}</span>
                  <small className="muted">{whoTitle(who)}</small>
                </li>
              ))}
            </ul>
          </section>
          {data.installed && data.differences && data.differences.length > 0 && (
            <section className="section">
              <h2>{t('What changes with the upgrade')}</h2>
              <ul className="catalogue-list">
                {data.differences.map(({ what, change, key, title }) => (
                  <li key={`${what} ${key} ${change}`}>
                    <Tag text={changeTitle(change)} tone={change} />
                    <span>{inWords(title)}</span>
                    {what === 'scope' && <small className="muted">{t('a right')}</small>}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
    </SidePanel>
  )
}

const changeTitle = (change: string) =>
  ({ added: t('New'), removed: t('Removed'), changed: t('Changed') })[change] ?? change

function Consent({ listing }: { listing: Details }) {
  const { can } = useCatalog()
  const [agreed, setAgreed] = useState(false)
  const [withdrawing, setWithdrawing] = useState(false)
  const after = () => {
    refreshActions(['catalogue', 'apps'])
    void queries.invalidateQueries({ queryKey: ['manifest'] })
  }
  const install = useCommand<{ module: string }>('catalogue.module.install', {
    onDone: () => {
      after()
      told(t('{name} is installed', { name: inWords(listing.title) }))
      go('/apps')
    },
  })
  const upgrade = useCommand('catalogue.module.upgrade', {
    onDone: () => {
      after()
      told(t('{name} is upgraded', { name: inWords(listing.title) }))
    },
  })
  const { installed, version } = listing
  const keys = listing.scopes.map(({ key }) => key)
  if (listing.own)
    return listing.status === 'listed' && can('catalogue.listing.withdraw') ? (
      <>
        <Button tone="danger" onClick={() => setWithdrawing(true)}>
          {t('Take from the plaza')}
        </Button>
        {withdrawing && (
          <ConfirmDialog
            title={t('Take “{name}” from the plaza?', { name: inWords(listing.title) })}
            text={t('Nobody else can install it from now on. Where it is installed it goes on.')}
            verb={t('Take from the plaza')}
            action="catalogue.listing.withdraw"
            input={{ listing: listing.listing }}
            refresh={['catalogue']}
            onClose={() => setWithdrawing(false)}
          />
        )}
      </>
    ) : null
  const newer = installed && installed.version < version
  if (installed && !newer) return <p className="muted">{t('Installed')}</p>
  if (!can('catalogue.module.install'))
    return <p className="muted">{t('Ask an administrator to install it.')}</p>
  return (
    <div className="stack">
      <Check
        label={
          newer
            ? t('Our organisation agrees to what the new version asks for')
            : t('Our organisation agrees to what it asks for')
        }
        checked={agreed}
        onChange={setAgreed}
      />
      <ErrorLine problem={install.problem ?? upgrade.problem} />
      <Button
        tone="primary"
        disabled={!agreed}
        busy={install.isPending || upgrade.isPending}
        onClick={() =>
          newer
            ? upgrade.mutate({ app: installed.app, version, agreed: keys })
            : install.mutate({ listing: listing.listing, version, agreed: keys })
        }
      >
        {newer ? t('Upgrade') : t('Install')}
      </Button>
    </div>
  )
}
