import { useRef, type CSSProperties, type PointerEvent } from 'react'
import { isFigure } from './cell.tsx'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import type { Schema } from './manifest.ts'
import { Menu, type MenuItem } from './menu.tsx'
import type { TableView } from './table-columns.ts'

const NARROWEST = 70
const STEP = 40
/** Before this a press is a press and no drag. */
const DRAG_FROM = 6

/** A column's name: press to sort, drag to another place, its edge to another width; a menu for keys. */
export function HeadCell({
  name,
  words,
  schema,
  view,
  onView,
  width,
  index,
  frozen,
  style,
  canGroup,
}: {
  name: string
  words: string
  schema: Schema
  view: TableView
  onView: (part: Partial<TableView>) => void
  width: number
  index: number
  frozen: number
  style: CSSProperties | undefined
  canGroup: boolean
}) {
  const cell = useRef<HTMLDivElement>(null)
  const carried = useRef(false)
  const { columns } = view
  const sorted = view.sort === name ? 'ascending' : view.sort === `-${name}` ? 'descending' : 'none'
  const next = sorted === 'none' ? name : sorted === 'ascending' ? `-${name}` : ''
  const resize = (to: number) =>
    onView({ widths: { ...view.widths, [name]: Math.max(NARROWEST, to) } })
  const place = (to: number) => {
    const others = columns.filter((one) => one !== name)
    onView({ columns: others.toSpliced(Math.max(0, to), 0, name) })
  }
  const items: MenuItem[] = [
    { label: t('Sort up'), icon: 'up', run: () => onView({ sort: name }) },
    { label: t('Sort down'), icon: 'down', run: () => onView({ sort: `-${name}` }) },
    ...(canGroup
      ? [
          view.group === name
            ? { label: t('No groups'), icon: 'list', run: () => onView({ group: '' }) }
            : { label: t('Group by this'), icon: 'list', run: () => onView({ group: name }) },
        ]
      : []),
    index < frozen
      ? { label: t('Let go of it'), icon: 'pin', run: () => onView({ frozen: index }) }
      : { label: t('Freeze up to here'), icon: 'pin', run: () => onView({ frozen: index + 1 }) },
    { label: t('Move left'), icon: 'left', disabled: index === 0, run: () => place(index - 1) },
    {
      label: t('Move right'),
      icon: 'right',
      disabled: index === columns.length - 1,
      run: () => place(index + 1),
    },
    { label: t('Wider'), icon: 'plus', run: () => resize(width + STEP) },
    { label: t('Narrower'), icon: 'minus', run: () => resize(width - STEP) },
    {
      label: t('Hide'),
      icon: 'close',
      disabled: columns.length === 1,
      run: () => onView({ columns: columns.filter((one) => one !== name) }),
    },
  ]
  const stretch = (event: PointerEvent<HTMLElement>) => {
    event.preventDefault()
    event.stopPropagation()
    follow(event.clientX, (moved) => resize(width + moved))
  }
  const carry = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    carried.current = false
    const heads = [...(cell.current?.parentElement?.children ?? [])] as HTMLElement[]
    follow(
      event.clientX,
      (moved) => {
        if (Math.abs(moved) < DRAG_FROM) return
        carried.current = true
        cell.current?.style.setProperty('translate', `${moved}px`)
        cell.current?.style.setProperty('z-index', '3')
      },
      (x) => {
        cell.current?.style.removeProperty('translate')
        cell.current?.style.removeProperty('z-index')
        if (!carried.current) return
        const others = heads.filter((head) => head !== cell.current)
        place(others.filter((head) => middle(head) < x).length)
      },
    )
  }
  return (
    <div
      ref={cell}
      role="columnheader"
      aria-sort={sorted}
      className={isFigure(schema) ? 'figure' : ''}
      style={style}
    >
      <button
        type="button"
        className="bare clip"
        title={words}
        onPointerDown={carry}
        onClick={() => {
          if (!carried.current) onView({ sort: next })
        }}
      >
        {words}
        {sorted !== 'none' && <Icon name={sorted === 'ascending' ? 'up' : 'down'} size={14} />}
      </button>
      <Menu items={items} label={t('Column {name}', { name: words })} icon="down" />
      <span className="resize" onPointerDown={stretch} aria-hidden />
    </div>
  )
}

const middle = (head: HTMLElement) => {
  const { left, width } = head.getBoundingClientRect()
  return left + width / 2
}

/** Until the pointer is let go. */
function follow(from: number, onMove: (moved: number) => void, onEnd?: (x: number) => void) {
  const move = (event: globalThis.PointerEvent) => onMove(event.clientX - from)
  const end = (event: globalThis.PointerEvent) => {
    removeEventListener('pointermove', move)
    onEnd?.(event.clientX)
  }
  addEventListener('pointermove', move)
  addEventListener('pointerup', end, { once: true })
}
