import './map.css'
import {
  ErrorState,
  Head,
  Loading,
  Page,
  numberText,
  t,
  useAction,
  useCatalog,
  type ModulePageProps,
} from '#web'
import { useEffect } from 'react'
import { MapDrawing } from './map-drawing.tsx'
import { doorName } from './words.ts'
import type { EcosystemMap } from './types.ts'

/** Often enough to see one's own doing arrive, seldom enough to cost nothing. */
const REFRESH_MS = 5000

/** What the organisation stands on, what is joined to it, and what moves between. */
export function MapPage({ page }: ModulePageProps) {
  const catalog = useCatalog()
  const map = useAction<EcosystemMap>('ecosystem.map.get', {}, { keep: true })
  const { refetch } = map
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void refetch()
    }, REFRESH_MS)
    return () => clearInterval(timer)
  }, [refetch])
  return (
    <Page>
      <Head
        title={catalog.title(page.id, page.title)}
        sub={t(
          'What your company stands on, what is joined to it, and what moved during the last day.',
        )}
      />
      {map.problem ? (
        <ErrorState problem={map.problem} onRetry={() => void refetch()} />
      ) : map.data ? (
        <div className="body">
          <MapDrawing map={map.data} />
          <Figures map={map.data} />
        </div>
      ) : (
        <Loading rows={8} />
      )}
    </Page>
  )
}

/** The same in words and numbers, for whoever cannot or would rather not read a drawing. */
function Figures({ map }: { map: EcosystemMap }) {
  const catalog = useCatalog()
  const busy = map.modules.filter((one) => one.events + one.calls > 0)
  const { contacts, apps, devices } = map.outside
  return (
    <section className="map-figures">
      <table className="plain-table">
        <caption>{t('During the last day')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('Module')}</th>
            <th scope="col">{t('Published by')}</th>
            <th scope="col" className="number">
              {t('Actions')}
            </th>
            <th scope="col" className="number">
              {t('Events')}
            </th>
          </tr>
        </thead>
        <tbody>
          {busy.map((one) => (
            <tr key={one.id}>
              <th scope="row">{catalog.title(one.id, one.title)}</th>
              <td>{one.first_party ? t('The base') : one.publisher}</td>
              <td className="number">{numberText(one.calls)}</td>
              <td className="number">{numberText(one.events)}</td>
            </tr>
          ))}
          {map.doors.map((door) => (
            <tr key={door.id}>
              <th scope="row">{doorName(door.id)}</th>
              <td>{t('Way in')}</td>
              <td className="number">{numberText(door.calls)}</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">
        {t('Outside contacts: {contacts} · apps: {apps} · devices: {devices}', {
          contacts,
          apps,
          devices,
        })}
      </p>
    </section>
  )
}
