import {
  Empty,
  Button,
  ErrorState,
  Head,
  Icon,
  Link,
  Loading,
  Page,
  go,
  t,
  useAction,
  useCatalog,
  useLanguage,
  usePaged,
  type ModulePageProps,
} from '#web'
import { AppView } from './app-view.tsx'
import { NewApp } from './new-app.tsx'
import { appTitle, type AppRow } from './types.ts'

/** `/apps` shows them, `/apps/new` makes one from a file or of another, `/apps/<id>` changes one. */
export function AppsPage({ page, rest }: ModulePageProps) {
  useLanguage()
  if (rest[0] === 'new') return <NewApp key={rest[1]} base={page.path} from={rest[1]} />
  if (rest[0]) return <AppView key={rest[0]} id={rest[0]} base={page.path} tab={rest[1]} />
  return <AppList base={page.path} />
}

function AppList({ base }: { base: string }) {
  const catalog = useCatalog()
  const list = usePaged<AppRow>('apps.app.list', {
    where: { status: 'active' },
    sort: ['-created_at'],
    limit: 100,
  })
  const maker = catalog.can('apps.app.create')
  const broken = useAction<{ items: { app: string; reason: string }[] }>(
    'apps.app.broken',
    catalog.can('apps.app.broken') ? {} : undefined,
  )
  const make = maker && (
    <Button tone="primary" icon="plus" onClick={() => go(`${base}/new`)}>
      {t('Make an app')}
    </Button>
  )
  return (
    <Page>
      <Head
        title={t('Apps')}
        sub={t('Lists, forms and boards of your own.')}
        primary={list.items.length > 0 && make}
      />
      {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
      {list.isLoading && <Loading shape="list" />}
      {list.isSuccess && list.items.length === 0 && (
        <Empty icon="apps" title={t('No apps yet')} action={make}>
          {maker
            ? t('Drop a spreadsheet: a minute later it is an app with form, table, board and card.')
            : t('As soon as an administrator makes or installs one, it shows here.')}
        </Empty>
      )}
      {list.items.length > 0 && (
        <div className="body">
          <ul className="app-cards" aria-label={t('Apps')}>
            {list.items.map((app) => (
              <AppCard
                key={app.id}
                app={app}
                base={base}
                maker={maker}
                broken={broken.data?.items.find((one) => one.app === app.id)?.reason}
              />
            ))}
          </ul>
        </div>
      )}
    </Page>
  )
}

interface AppCardProps {
  app: AppRow
  base: string
  maker: boolean
  /** Why it does not run. */
  broken: string | undefined
}
function AppCard({ app, base, maker, broken }: AppCardProps) {
  const catalog = useCatalog()
  const { scopes } = catalog.actor
  const holds = (scope: string) =>
    Array.isArray(scopes) ? scopes.includes(scope) : scope in scopes
  const pages = catalog.pages.filter(({ module }) => module === app.module)
  return (
    <li className="panel app-card">
      <span className="app-head">
        <span className="app-icon">
          <Icon name={app.icon} size={22} />
        </span>
        <span className="person-words grow">
          <strong className="name">{appTitle(app)}</strong>
          <small>{app.publisher}</small>
        </span>
        {(app.granted ? holds(`${app.module}.manage`) : maker) && (
          <Link to={`${base}/${app.id}`} className="button quiet small">
            {t('Change')}
            <span className="unseen">{` ${appTitle(app)}`}</span>
          </Link>
        )}
      </span>
      {broken !== undefined && (
        <span className="stack">
          <span>
            <span className="tag danger">{t('It does not run')}</span>
          </span>
          <small className="app-reason">{broken}</small>
          <small className="muted">{t('Its records are safe. The server’s log says more.')}</small>
        </span>
      )}
      <span className="app-links">
        {pages.slice(0, 12).map((page) => (
          <Link key={page.id} to={page.path}>
            {catalog.title(page.id, page.title)}
          </Link>
        ))}
      </span>
    </li>
  )
}
