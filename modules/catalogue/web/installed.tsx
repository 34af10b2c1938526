import { useState } from 'react'
import {
  Button,
  ErrorState,
  Icon,
  Link,
  Loading,
  Menu,
  go,
  t,
  useAction,
  useCatalog,
  type MenuItem,
} from '#web'
import { PublishDialog } from './publish-dialog.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { inWords, partnerTitle, publisherOf, type Installed } from './types.ts'

/** Every module of the organisation: whose it is, what it lets people do, where its data lies. */
export function InstalledList({ base }: { base: string }) {
  const catalog = useCatalog()
  const { can } = catalog
  const manage = new Map(
    catalog.placements('manage').flatMap((one) => {
      const to = catalog.pathOf(one)
      return to ? [[one.module, to] as const] : []
    }),
  )
  const list = useAction<{ items: Installed[] }>('catalogue.module.list')
  const [removing, setRemoving] = useState<Installed>()
  const [publishing, setPublishing] = useState<Installed>()
  if (list.problem) return <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
  if (!list.data) return <Loading shape="list" />
  return (
    <div className="body">
      <ul className="panel rows catalogue" aria-label={t('Installed')}>
        {list.data.items.map((one) => (
          <li key={one.module}>
            <span className="person-words grow">
              {manage.has(one.module) ? (
                <Link to={manage.get(one.module)!} className="name">
                  {inWords(one.title)}
                </Link>
              ) : (
                <span className="name">{inWords(one.title)}</span>
              )}
              <small>
                {[
                  publisherOf(one),
                  partnerTitle(one.partner_type),
                  t('version {n}', { n: one.version }),
                ].join(' · ')}
              </small>
              {one.broken === undefined ? (
                <details className="catalogue-scopes">
                  <summary>{t('{n} rights', { n: one.scopes.length })}</summary>
                  <Scopes scopes={one.scopes} />
                </details>
              ) : (
                <small className="catalogue-about">
                  {t('Its records are untouched.')} {one.broken}
                </small>
              )}
            </span>
            {one.broken !== undefined && (
              <span className="tag danger">
                <Icon name="warning" size={14} />
                {t('Does not run')}
              </span>
            )}
            {one.first_party && <span className="tag success">{t('First-party')}</span>}
            <span className="tag">
              {one.data_at === 'here' ? t('Data lies here') : t('Data lies at the vendor')}
            </span>
            {one.upgrade !== undefined && can('catalogue.module.upgrade') && (
              <Button small icon="up" onClick={() => go(`${base}/plaza/${one.listing}`)}>
                {t('Upgrade to version {n}', { n: one.upgrade })}
              </Button>
            )}
            <Menu
              label={t('More about {name}', { name: inWords(one.title) })}
              items={menuOf(one, can, manage.get(one.module), setPublishing, setRemoving)}
            />
          </li>
        ))}
      </ul>
      {removing && <RemoveDialog one={removing} onClose={() => setRemoving(undefined)} />}
      {publishing && <PublishDialog one={publishing} onClose={() => setPublishing(undefined)} />}
    </div>
  )
}

function menuOf(
  one: Installed,
  can: (action: string) => boolean,
  manage: string | undefined,
  publish: (one: Installed) => void,
  remove: (one: Installed) => void,
): MenuItem[] {
  const own = one.removable && one.source !== 'plaza' && one.broken === undefined
  return [
    ...(manage ? [{ label: t('Manage'), icon: 'settings', run: () => go(manage) }] : []),
    ...(own && can('catalogue.listing.publish')
      ? [{ label: t('Publish to the plaza'), icon: 'share', run: () => publish(one) }]
      : []),
    ...(one.removable && can('catalogue.module.remove')
      ? [{ label: t('Uninstall'), icon: 'trash', danger: true, run: () => remove(one) }]
      : []),
  ]
}

export function Scopes({ scopes }: { scopes: Installed['scopes'] }) {
  return (
    <ul className="catalogue-list">
      {scopes.map(({ key, title, everyone }) => (
        <li key={key}>
          <Icon name={everyone ? 'people' : 'key'} size={16} />
          <span>{inWords(title)}</span>
          <small className="muted">
            {everyone ? t('for every member') : t('for roles you choose')}
          </small>
        </li>
      ))}
    </ul>
  )
}
