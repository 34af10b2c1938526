import { useDraggable } from '@dnd-kit/core'
import type { ReactNode } from 'react'
import { FieldValue } from '../cell.tsx'
import { t } from '../language.ts'
import type { Row } from '../record.ts'
import { controlOf } from '../schema.ts'
import type { Change } from './change.ts'
import { Refused } from './refused.tsx'
import type { useSource } from './source.ts'

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
  onOpen?: ((row: Row) => void) | undefined
}) {
  const { setNodeRef, listeners, attributes } = useDraggable({
    id: floating ? `float:${row.id}` : row.id,
    data: { row, column },
    disabled: !movable,
  })
  const drag = movable ? { ...listeners, 'aria-describedby': attributes['aria-describedby'] } : {}
  return (
    <>
      <button
        ref={setNodeRef}
        type="button"
        className={`board-card ${held ? 'held' : ''} ${floating ? 'floats' : ''} ${movable ? 'movable' : ''}`}
        aria-roledescription={movable ? t('Movable card') : undefined}
        {...drag}
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
