import {
  Avatar,
  Head,
  Icon,
  Link,
  Page,
  Segmented,
  Button,
  language,
  setLanguage,
  setTheme,
  t,
  theme,
  useCatalog,
  usePerson,
  useSignal,
} from '#web'
import { signOut, switchTo, useMe } from '../shell/me-menu.tsx'
import { placesOf } from '../shell/places.ts'

export function MePage() {
  const catalog = useCatalog()
  const { admin, main, notices } = placesOf(catalog)
  const more = main.filter(
    (place) => !['/messages', '/contacts', '/approvals', '/workbench'].includes(place.path),
  )
  return (
    <Page>
      <Head title={t('Me')} />
      <div className="body">
        <div className="column" style={{ maxWidth: 560 }}>
          <Profile />
          {(more.length > 0 || admin || notices) && (
            <nav className="panel rows only-phone-block" aria-label={t('Places')}>
              {[...(notices ? [notices] : []), ...more, ...(admin ? [admin] : [])].map((place) => (
                <Link key={place.path} to={place.path} className="bare">
                  <Icon name={place.icon} />
                  <span className="grow">{place.title}</span>
                  <Icon name="right" size={16} />
                </Link>
              ))}
            </nav>
          )}
          <Looks />
          <Organisations />
          <nav className="panel rows" aria-label={t('My account')}>
            {catalog.pages
              .filter((page) => page.path.startsWith('/me/'))
              .map((page) => (
                <Link key={page.id} to={page.path} className="bare">
                  <Icon name={page.icon} />
                  <span className="grow">{catalog.title(page.id, page.title)}</span>
                  <Icon name="right" size={16} />
                </Link>
              ))}
          </nav>
          <Button icon="signout" onClick={() => void signOut()}>
            {t('Sign out')}
          </Button>
        </div>
      </div>
    </Page>
  )
}

function Profile() {
  const { actor, org } = useCatalog()
  const { data } = usePerson(actor.id)
  const me = useMe()
  return (
    <section className="panel">
      <div className="person-card-head">
        <Avatar name={actor.name} id={actor.id} file={data?.avatar} size={56} />
        <div>
          <strong>{actor.name}</strong>
          <span className="muted">
            {[data?.job_title, data?.department$?.name, org.name].filter(Boolean).join(' · ')}
          </span>
        </div>
      </div>
      <dl className="facts">
        {me?.account?.email && (
          <div>
            <dt>{t('E-mail')}</dt>
            <dd>{me.account.email}</dd>
          </div>
        )}
        {me?.account?.mobile && (
          <div>
            <dt>{t('Mobile')}</dt>
            <dd>{me.account.mobile}</dd>
          </div>
        )}
        {data?.staff_no && (
          <div>
            <dt>{t('Staff number')}</dt>
            <dd>{data.staff_no}</dd>
          </div>
        )}
      </dl>
    </section>
  )
}

function Looks() {
  const chosen = useSignal(theme)
  const spoken = useSignal(language)
  return (
    <section className="panel rows">
      <div>
        <span className="grow">{t('Language')}</span>
        <Segmented
          label={t('Language')}
          value={spoken}
          onChange={setLanguage}
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
      <div>
        <span className="grow">{t('Theme')}</span>
        <Segmented
          label={t('Theme')}
          value={chosen}
          onChange={setTheme}
          options={[
            { value: 'system', label: t('System') },
            { value: 'light', label: t('Light') },
            { value: 'dark', label: t('Dark') },
          ]}
        />
      </div>
    </section>
  )
}

function Organisations() {
  const others = (useMe()?.persons ?? []).filter((one) => !one.current)
  if (others.length === 0) return null
  return (
    <section className="panel rows" aria-label={t('Organisations')}>
      {others.map((one) => (
        <div key={one.organisation.id}>
          <Icon name="department" />
          <span className="grow">{one.organisation.name}</span>
          <Button small icon="swap" onClick={() => void switchTo(one.organisation.id)}>
            {t('Switch')}
          </Button>
        </div>
      ))}
    </section>
  )
}
