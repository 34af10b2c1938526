import { needsOf, pathOf, type Bar } from './timeline-scale.ts'

/** What must come first leads to what waits for it; late ones in the colour of warning. */
export function TimelineArrows({
  bars,
  dependsOn,
  x,
  width,
}: {
  bars: readonly (Bar | undefined)[]
  dependsOn: string
  x: (day: number) => number
  width: number
}) {
  const at = new Map(bars.map((bar, index) => [bar?.row.id, index]))
  const arrows = bars.flatMap((bar, index) =>
    bar
      ? needsOf(bar.row, dependsOn).flatMap((id) => {
          const before = at.get(id)
          const first = before === undefined ? undefined : bars[before]
          if (!first || before === undefined) return []
          const path = pathOf(x(first.end), middle(before), x(bar.start), middle(index))
          return [{ key: `${id}>${bar.row.id}`, path, late: first.end > bar.start }]
        })
      : [],
  )
  if (arrows.length === 0) return null
  return (
    <svg className="gantt-arrows" width={width} height={bars.length * ROW_HEIGHT}>
      <defs>
        <marker id="gantt-tip" markerWidth="6" markerHeight="6" refX="5" refY="3" orient="auto">
          <path d="M0 0L6 3L0 6z" fill="context-stroke" />
        </marker>
      </defs>
      {arrows.map(({ key, path, late }) => (
        <path key={key} d={path} className={late ? 'late' : ''} markerEnd="url(#gantt-tip)" />
      ))}
    </svg>
  )
}

export const ROW_HEIGHT = 40
const middle = (index: number) => index * ROW_HEIGHT + ROW_HEIGHT / 2
