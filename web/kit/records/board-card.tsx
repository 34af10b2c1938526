import { useDraggable, useDroppable } from '@dnd-kit/core'
import type { KeyboardEvent, ReactNode } from 'react'
import { FieldValue } from '../cell.tsx'
import { t } from '../language.ts'
import type { Row } from '../record.ts'
import { controlOf } from '../schema.ts'
import { SPOT } from './carry.ts'
import type { Change } from './change.ts'
import { Refused } from './refused.tsx'
import type { useSource } from './source.ts'

type Listener = ((event: KeyboardEvent) => void) | undefined

/** One record as a card: pressed it opens, held it moves. */
export function BoardCard({
  row,
  from,
  change,
  shown,
  card,
  column,
  held,
  movable,
  floating,
  spot,
  onShift,
  onOpen,
}: {
  row: Row
  from: ReturnType<typeof useSource>
  change: Change
  shown: readonly string[]
  card?: ((row: Row) => ReactNode) | undefined
  column?: string
  held?: boolean
  movable?: boolean
  floating?: boolean
  /** Where one is, so that another can be put beside it. */
  spot?: { row: Row; column: string; above: string | null }
  onShift?: (by: -1 | 1) => void
  onOpen?: ((row: Row) => void) | undefined
}) {
  const { setNodeRef, listeners, attributes } = useDraggable({
    id: floating ? `float:${row.id}` : row.id,
    data: { row, column },
    disabled: !movable,
  })
  const place = useDroppable({
    id: floating ? `${SPOT}float` : `${SPOT}${row.id}`,
    ...(spot ? { data: spot } : {}),
    disabled: !spot || Boolean(held),
  })
  const keys = (event: KeyboardEvent<HTMLButtonElement>) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined
    if (!event.altKey || !by || !spot) return (listeners?.['onKeyDown'] as Listener)?.(event)
    event.preventDefault()
    onShift?.(by)
  }
  const drag = movable ? { ...listeners, 'aria-describedby': attributes['aria-describedby'] } : {}
  return (
    <>
      <button
        ref={(element) => {
          setNodeRef(element)
          place.setNodeRef(element)
        }}
        type="button"
        className={`board-card ${held ? 'held' : ''} ${floating ? 'floats' : ''} ${movable ? 'movable' : ''} ${place.isOver ? 'beside' : ''}`}
        aria-roledescription={movable ? t('Movable card') : undefined}
        {...drag}
        {...(spot && movable
          ? { onKeyDown: keys, 'aria-keyshortcuts': 'Alt+ArrowUp Alt+ArrowDown' }
          : {})}
        // Space carries; a button would also press itself when it is let go.
        onKeyUp={(event) => event.key === ' ' && movable && event.preventDefault()}
        onClick={() => onOpen?.(row)}
      >
        {card?.(row) ?? <Facts row={row} from={from} shown={shown} />}
      </button>
      {!floating && (
        <Refused problem={change.problemOf(row.id)} onClose={() => change.forgive(row.id)} />
      )}
    </>
  )
}

/** Bare, nobody would know what these are. */
const LABELLED = new Set(['date', 'time', 'number', 'integer', 'boolean'])

function Facts({
  row,
  from,
  shown,
}: {
  row: Row
  from: ReturnType<typeof useSource>
  shown: readonly string[]
}) {
  return (
    <>
      <strong>{from.named(row)}</strong>
      {shown.map(
        (name) =>
          row[name] !== undefined &&
          row[name] !== null && (
            <small key={name}>
              {LABELLED.has(controlOf(from.fields[name]!)) && (
                <span className="faint">{from.say(name, from.fields[name]!)} </span>
              )}
              <PlainValue from={from} name={name} row={row} />
            </small>
          ),
      )}
    </>
  )
}

/** Inside a button nothing else may be pressed, so references are only their names. */
export function PlainValue({
  from,
  name,
  row,
}: {
  from: ReturnType<typeof useSource>
  name: string
  row: Row
}) {
  const near = row[`${name}$`] as { name?: string; title?: string } | undefined
  if (near) return <>{near.name ?? near.title}</>
  const schema = from.fields[name]!
  if (schema['x-ref']) return null
  return <FieldValue schema={schema} name={name} row={row} option={from.option} />
}
