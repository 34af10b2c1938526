import './scenarios.css'
import { useDeferredValue, useState } from 'react'
import {
  Button,
  Empty,
  ErrorState,
  Head,
  Link,
  Loading,
  Page,
  go,
  t,
  useAction,
  useLanguage,
  type ModulePageProps,
} from '#web'
import { BringDialog } from './bring-dialog.tsx'
import { InstallPage } from './install-page.tsx'
import { InstalledList } from './installed-list.tsx'
import { InstalledPage } from './installed-page.tsx'
import { Picture } from './picture.tsx'
import { say, type Listed } from './types.ts'

/** `/scenarios`: the gallery; `/scenarios/<recipe>`, `/scenarios/installed`, `/scenarios/installed/<id>`. */
export function ScenariosPage({ page, rest: [first, second] }: ModulePageProps) {
  useLanguage()
  if (first === 'installed' && second) return <InstalledPage id={second} />
  if (first === 'installed') return <InstalledList />
  if (first) return <InstallPage key={first} recipe={first} />
  return <Gallery path={page.path} />
}

function Gallery({ path }: { path: string }) {
  const [text, setText] = useState('')
  const [bringing, setBringing] = useState(false)
  const search = useDeferredValue(text.trim())
  const list = useAction<{ items: Listed[] }>('scenarios.recipe.list', search ? { search } : {}, {
    keep: true,
  })
  const items = list.data?.items
  return (
    <Page>
      <Head
        title={t('Scenarios')}
        sub={t('Connections that belong together, installed at once.')}
        backTo="/workbench"
        menu={[{ label: t('Bring a recipe'), icon: 'upload', run: () => setBringing(true) }]}
        primary={
          <Button tone="primary" icon="list" onClick={() => go(`${path}/installed`)}>
            {t('Installed')}
          </Button>
        }
      />
      <div className="scenario-bar">
        <input
          type="search"
          className="input"
          aria-label={t('Search scenarios')}
          placeholder={t('Search scenarios')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <div className="body">
        {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
        {!items && !list.problem && <Loading rows={6} />}
        {items?.length === 0 && (
          <Empty icon="search" title={t('No such scenario')}>
            {t('Search for something else, or bring a recipe of your own as a file.')}
          </Empty>
        )}
        {items && items.length > 0 && (
          <div className="scenario-cards">
            {items.map((one) => (
              <Card key={one.recipe} one={one} path={path} />
            ))}
          </div>
        )}
      </div>
      {bringing && <BringDialog onClose={() => setBringing(false)} />}
    </Page>
  )
}

function Card({ one, path }: { one: Listed; path: string }) {
  return (
    <article className="panel scenario-card" aria-label={say(one.title)}>
      <Picture parts={one.parts} />
      <h2>{say(one.title)}</h2>
      <p>{say(one.description)}</p>
      <p className="foot">
        <small className="muted">
          {one.installed > 0
            ? t('At work here: {n}', { n: one.installed })
            : t('By {name}, version {n}', { name: one.publisher, n: one.version })}
        </small>
        <Link
          className="button small"
          to={`${path}/${one.recipe}`}
          aria-label={t('Look at it: {name}', { name: say(one.title) })}
        >
          {t('Look at it')}
        </Link>
      </p>
    </article>
  )
}
