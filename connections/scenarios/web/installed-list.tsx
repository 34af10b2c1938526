import {
  Button,
  Empty,
  ErrorState,
  Head,
  Link,
  Loading,
  Page,
  PersonName,
  Tag,
  Time,
  go,
  t,
  usePaged,
} from '#web'
import { say, type Installed } from './types.ts'
import { STATE_TONE, stateWords } from './words.ts'

/** What is at work here, and how it stands. */
export function InstalledList() {
  const list = usePaged<Installed>('scenarios.installation.list', { limit: 50 })
  const gallery = (
    <Button tone="primary" icon="search" onClick={() => go('/scenarios')}>
      {t('Look for scenarios')}
    </Button>
  )
  return (
    <Page>
      <Head
        title={t('Installed scenarios')}
        sub={t('What is at work here, and how it stands.')}
        backTo="/scenarios"
        primary={list.items.length > 0 && gallery}
      />
      <div className="body">
        <div className="column">
          {list.problem && (
            <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
          )}
          {list.isLoading && <Loading rows={4} />}
          {list.isSuccess && list.items.length === 0 && (
            <Empty icon="flow" title={t('No scenario is installed yet')} action={gallery}>
              {t('Choose one from the gallery: it shows what it joins before you agree.')}
            </Empty>
          )}
          {list.items.length > 0 && (
            <ul className="panel rows scenario-list" aria-label={t('Installed scenarios')}>
              {list.items.map((one) => (
                <li key={one.installation}>
                  <span className="person-words grow">
                    <Link className="name" to={`/scenarios/installed/${one.installation}`}>
                      {say(one.title)}
                    </Link>
                    <small>
                      <PersonName id={one.owner} /> · <Time at={one.installed_at} />
                    </small>
                    {one.troubles[0] && <small>{t(one.troubles[0].message)}</small>}
                  </span>
                  {one.newer !== undefined && <Tag text={t('Newer version')} tone="info" />}
                  <Tag text={stateWords(one.state)} tone={STATE_TONE[one.state]} />
                </li>
              ))}
            </ul>
          )}
          {list.hasNextPage && (
            <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              {t('Show more')}
            </Button>
          )}
        </div>
      </div>
    </Page>
  )
}
