import { go, numberText, t, useCatalog } from '#web'
import { arc, curve, lay, NODE, pace, weight, type Spot } from './place.ts'
import { doorName } from './words.ts'
import type { EcosystemMap } from './types.ts'

/** The picture itself; every figure in it stands in the table below as well. */
export function MapDrawing({ map }: { map: EcosystemMap }) {
  const catalog = useCatalog()
  const spots = lay(map)
  const byId = new Map(
    [...spots.base, ...spots.doors, ...spots.apps].map((spot) => [spot.id, spot]),
  )
  const modules = new Map(map.modules.map((one) => [one.id, one]))
  const name = (id: string) => catalog.title(id, modules.get(id)?.title ?? id)
  const { joint } = spots
  return (
    <div className="map-scroll" tabIndex={0} role="group" aria-label={t('Ecosystem map')}>
      <svg
        className="map"
        viewBox={`0 0 ${spots.width} ${spots.height}`}
        style={{ minWidth: spots.width * 0.72, maxWidth: spots.width }}
        role="group"
        aria-label={t('The base on the left, what is joined to it on the right')}
      >
        <Box at={spots.baseBox} title={t('The base')} />
        <Box at={spots.rightBox} title={t('Joined to it')} />
        {map.lines.map(({ from, to, count: moved }) => {
          const [a, b] = [byId.get(from), byId.get(to)]
          return a && b ? (
            <Line key={`${from} ${to}`} d={arc(a, b, spots.baseBox.x)} count={moved} faint />
          ) : null
        })}
        {spots.base.map((spot) => (
          <Line
            key={spot.id}
            d={curve(joint.x - 22, joint.y, spot.x + NODE.width, spot.y + NODE.height / 2)}
            count={modules.get(spot.id)?.calls ?? 0}
          />
        ))}
        {[...spots.doors, ...spots.apps].map((spot) => (
          <Line
            key={spot.id}
            d={curve(spot.x, spot.y + NODE.height / 2, joint.x + 22, joint.y)}
            count={movedAt(map, spot.id)}
          />
        ))}
        {spots.parties.flatMap((spot, at) =>
          map.parties[at]!.modules.map((id) => {
            const app = byId.get(id)
            return app ? (
              <Line
                key={`${spot.id} ${id}`}
                d={curve(
                  spot.x,
                  spot.y + NODE.height / 2,
                  app.x + NODE.width,
                  app.y + NODE.height / 2,
                )}
                count={modules.get(id)?.calls ?? 0}
              />
            ) : null
          }),
        )}
        <g className="map-joint" transform={`translate(${joint.x - 22} ${joint.y - 22})`}>
          <rect width="44" height="44" rx="12" />
          <path d="M12 16h8v12h-8M32 16h-6v12h6M20 22h6" />
        </g>
        {spots.base.map((spot) => (
          <Node
            key={spot.id}
            spot={spot}
            name={name(spot.id)}
            page={pageOf(catalog, spot.id)}
            figure={modules.get(spot.id)!.events}
          />
        ))}
        {spots.doors.map((spot) => (
          <Node
            key={spot.id}
            spot={spot}
            name={doorName(spot.id.slice(5))}
            figure={movedAt(map, spot.id)}
          />
        ))}
        {spots.apps.map((spot) => (
          <Node
            key={spot.id}
            spot={spot}
            name={name(spot.id)}
            page={pageOf(catalog, spot.id)}
            figure={modules.get(spot.id)!.calls}
          />
        ))}
        {spots.parties.map((spot) => (
          <Node key={spot.id} spot={spot} name={spot.id} round />
        ))}
      </svg>
    </div>
  )

  function Node({
    spot,
    name: words,
    figure,
    page,
    round,
  }: {
    spot: Spot
    name: string
    figure?: number
    page?: string | undefined
    round?: boolean
  }) {
    const inner = (
      <>
        <title>{words}</title>
        <rect width={NODE.width} height={NODE.height} rx={round ? NODE.height / 2 : 8} />
        <text x="12" y={figure === undefined ? 27 : 19}>
          {short(words)}
        </text>
        {figure !== undefined && (
          <text x="12" y="35" className="map-figure">
            {figure === 0 ? t('quiet') : numberText(figure)}
          </text>
        )}
      </>
    )
    const at = `translate(${spot.x} ${spot.y})`
    if (!page)
      return (
        <g className="map-node" transform={at}>
          {inner}
        </g>
      )
    return (
      <a
        href={page}
        onClick={(event) => {
          event.preventDefault()
          go(page)
        }}
      >
        <g className="map-node" transform={at}>
          {inner}
        </g>
      </a>
    )
  }
}

function Box({
  at,
  title,
}: {
  at: { x: number; y: number; width: number; height: number }
  title: string
}) {
  return (
    <g className="map-box">
      <rect {...at} rx="16" />
      <text x={at.x + 20} y={at.y + 26}>
        {title}
      </text>
    </g>
  )
}

function Line({ d, count: moved, faint }: { d: string; count: number; faint?: boolean }) {
  return (
    <g className={`map-line ${moved > 0 ? 'moving' : ''} ${faint ? 'faint' : ''}`}>
      <path d={d} strokeWidth={weight(moved)} />
      {moved > 0 && (
        <circle r="3">
          <animateMotion dur={`${pace(moved)}s`} repeatCount="indefinite" path={d} />
        </circle>
      )}
    </g>
  )
}

const movedAt = (map: EcosystemMap, id: string): number =>
  id.startsWith('door:')
    ? (map.doors.find((door) => `door:${door.id}` === id)?.calls ?? 0)
    : (map.modules.find((one) => one.id === id)?.calls ?? 0)

const pageOf = (catalog: ReturnType<typeof useCatalog>, module: string) =>
  catalog.pages.find((page) => page.module === module && !page.path.startsWith('/admin'))?.path

/** As many as stand in the box: a Chinese character is as wide as two Latin ones. */
function short(words: string): string {
  let room = 15
  let end = 0
  for (const letter of words) {
    room -= letter.charCodeAt(0) > 0x2e80 ? 2 : 1
    if (room < 0) return `${words.slice(0, end)}…`
    end += letter.length
  }
  return words
}
