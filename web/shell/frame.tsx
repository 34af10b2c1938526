import { Suspense, lazy, useEffect, useState, type ReactNode } from 'react'
import {
  CatalogContext,
  Icon,
  Link,
  Mark,
  badges,
  connect,
  connection,
  listen,
  nounOf,
  refreshActions,
  t,
  useLanguage,
  usePath,
  useSignal,
  type Catalog,
} from '#web'
import { Backgrounds } from './backgrounds.tsx'
import { MeMenu } from './me-menu.tsx'
import { Outlet } from './outlet.tsx'
import { placesOf, phonePlaces, type Place } from './places.ts'

const loadPalette = () => import('./palette.tsx')
const Palette = lazy(() => loadPalette().then((module) => ({ default: module.Palette })))
const Keys = lazy(() => import('./keys.tsx').then((module) => ({ default: module.Keys })))

/** Typing in a field is not a command. */
const typing = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

export function Frame({ catalog }: { catalog: Catalog }) {
  const [open, setOpen] = useState<'palette' | 'keys'>()
  useLanguage()
  useEffect(connect, [])
  useOwnEvents(catalog.actor.id)
  // Before it is asked for, so that the first letters typed are not lost.
  useEffect(() => {
    const timer = setTimeout(() => void loadPalette(), 1500)
    return () => clearTimeout(timer)
  }, [])
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault()
        setOpen((now) => (now === 'palette' ? undefined : 'palette'))
      } else if (event.key === '?' && !typing(event.target)) {
        event.preventDefault()
        setOpen('keys')
      }
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
  return (
    <CatalogContext value={catalog}>
      <div className="frame">
        <a className="skip" href="#content">
          {t('Skip to the content')}
        </a>
        <Banners catalog={catalog} />
        <Rail catalog={catalog} onSearch={() => setOpen('palette')} />
        <div className="outlet">
          <Outlet onSearch={() => setOpen('palette')} />
        </div>
        <Bottom catalog={catalog} />
      </div>
      <Backgrounds />
      <Suspense>
        {open === 'palette' && (
          <Palette onClose={() => setOpen(undefined)} onKeys={() => setOpen('keys')} />
        )}
        {open === 'keys' && <Keys onClose={() => setOpen(undefined)} />}
      </Suspense>
    </CatalogContext>
  )
}

/** What is told on one's own stream makes whatever is shown of it fetch anew. */
function useOwnEvents(me: string) {
  useEffect(
    () =>
      listen(`person:${me}`, {
        onEvent: ({ e, d }) => {
          const cause = typeof d.kind === 'string' ? [nounOf(d.kind)] : []
          refreshActions([nounOf(e), ...cause])
        },
      }),
    [me],
  )
}

/** How long the line may be gone before we say so. */
const LOST_MS = 2500

function Banners({ catalog }: { catalog: Catalog }) {
  const state = useSignal(connection)
  const [lost, setLost] = useState(false)
  useEffect(() => {
    if (state !== 'lost') return setLost(false)
    const timer = setTimeout(() => setLost(true), LOST_MS)
    return () => clearTimeout(timer)
  }, [state])
  return (
    <div className="banners" role="status">
      {catalog.durable === false && (
        <div className="banner danger">
          <Icon name="warning" size={16} />
          {t(
            'The database does not keep what it acknowledges: a power cut may lose work. Tell the administrator of this server.',
          )}
        </div>
      )}
      {lost && (
        <div className="banner">
          <Icon name="refresh" size={16} />
          {t('No connection. What you write is kept and sent when it is back.')}
        </div>
      )}
    </div>
  )
}

function Rail({ catalog, onSearch }: { catalog: Catalog; onSearch: () => void }) {
  const { main, notices, admin } = placesOf(catalog)
  return (
    <nav className="rail" aria-label={t('Places')}>
      <Link to="/" className="home" aria-label="Tenon">
        <Mark size={30} />
      </Link>
      <div className="rail-places">
        {main.map((place) => (
          <RailPlace key={place.path} {...place} />
        ))}
      </div>
      <button type="button" className="place" title={`${t('Search')} (Ctrl K)`} onClick={onSearch}>
        <Icon name="search" size={21} />
        <span className="words">{t('Search')}</span>
      </button>
      {notices && <RailPlace {...notices} />}
      {admin && <RailPlace {...admin} />}
      <MeMenu />
    </nav>
  )
}

function Bottom({ catalog }: { catalog: Catalog }) {
  return (
    <nav className="bottom" aria-label={t('Places')}>
      {phonePlaces(catalog).map((place) => (
        <RailPlace key={place.path} {...place} />
      ))}
    </nav>
  )
}

function RailPlace({ path, title, icon, also = [] }: Place): ReactNode {
  const here = usePath()
  const count = useSignal(badges)[path] ?? 0
  const on = [path, ...also].some((one) => here === one || here.startsWith(`${one}/`))
  return (
    <Link to={path} className="place" aria-current={on ? 'page' : undefined} title={title}>
      <Icon name={icon} size={22} />
      <span className={`words ${title.length > 8 ? 'long' : ''}`}>{title}</span>
      {count > 0 && (
        <span className="badge" aria-label={t('{n} unread', { n: count })}>
          {count > 99 ? '99+' : count}
        </span>
      )}
    </Link>
  )
}
