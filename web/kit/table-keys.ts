import {
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react'
import type { Row } from './record.ts'

/** A cell by its numbers. */
export interface Spot {
  row: number
  column: number
}
interface Wanted {
  rows: Row[]
  columns: readonly string[]
  box: RefObject<HTMLDivElement | null>
  show: (row: number) => void
  onOpen?: ((row: Row) => void) | undefined
  editable?: ((name: string) => boolean) | undefined
  editor?: unknown
  textOf?: (name: string, row: Row) => string
  onPaste?: (text: string, at: Spot) => void
}
const FAR = 1e9

/** Moving, choosing a range, editing, copying and pasting in a grid. */
export function useTableKeys(props: Wanted) {
  const { rows, columns, box, show, onOpen, editable, editor, textOf, onPaste } = props
  const [at, setAt] = useState<Spot>({ row: 0, column: 0 })
  const [from, setFrom] = useState<Spot>()
  const [editing, setEditing] = useState(false)
  // Rows that were drawn before may ask: they are told of today.
  const now = useRef({ at, from })
  now.current = { at, from }
  const inside = (event: { target: EventTarget | null }) => event.target === box.current
  // These go to where the caret stands, which may be any cell that was pressed.
  const focused = () => document.activeElement === box.current
  const first = {
    row: Math.min(at.row, from?.row ?? FAR),
    column: Math.min(at.column, from?.column ?? FAR),
  }
  const last = {
    row: Math.max(at.row, from?.row ?? 0),
    column: Math.max(at.column, from?.column ?? 0),
  }
  const move = (spot: Spot, extend: boolean) => {
    const row = Math.max(0, Math.min(rows.length - 1, spot.row))
    const column = Math.max(0, Math.min(columns.length - 1, spot.column))
    setFrom(extend ? (from ?? at) : undefined)
    setAt({ row, column })
    show(row)
    reveal(box.current, columns, column)
  }
  const mayEdit = (spot: Spot) =>
    editor !== undefined &&
    rows[spot.row] !== undefined &&
    editable?.(columns[spot.column]!) === true
  const onKeyDown = (event: KeyboardEvent) => {
    if (!inside(event)) return
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / 44) - 2)
    const whole = event.ctrlKey || event.metaKey
    const steps: Record<string, [number, number]> = {
      ArrowDown: [1, 0],
      ArrowUp: [-1, 0],
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      PageDown: [page, 0],
      PageUp: [-page, 0],
      Home: [whole ? -FAR : 0, -FAR],
      End: [whole ? FAR : 0, FAR],
    }
    const step = steps[event.key]
    if (step) {
      event.preventDefault()
      move({ row: at.row + step[0], column: at.column + step[1] }, event.shiftKey)
    } else if (whole && event.key.toLowerCase() === 'a') {
      event.preventDefault()
      setFrom({ row: 0, column: 0 })
      setAt({ row: rows.length - 1, column: columns.length - 1 })
    } else if (event.key === 'Enter' && rows[at.row]) onOpen?.(rows[at.row]!)
    else if (event.key === 'F2' && mayEdit(at)) {
      event.preventDefault()
      setEditing(true)
    } else if (event.key === 'Escape') setFrom(undefined)
  }
  const onCopy = (event: ClipboardEvent) => {
    if (!focused() || !textOf || getSelection()?.isCollapsed === false) return
    event.preventDefault()
    const lines = rows.slice(first.row, last.row + 1).map((row) =>
      columns
        .slice(first.column, last.column + 1)
        .map((name) => quoted(textOf(name, row)))
        .join('\t'),
    )
    event.clipboardData.setData('text/plain', lines.join('\n'))
  }
  const paste = (event: ClipboardEvent) => {
    if (!focused() || !onPaste) return
    const text = event.clipboardData.getData('text/plain')
    if (text.trim() === '') return
    event.preventDefault()
    onPaste(text, first)
  }
  return {
    at,
    editing,
    chosen: (row: number, column: number) =>
      from !== undefined &&
      row >= first.row &&
      row <= last.row &&
      column >= first.column &&
      column <= last.column,
    /** What is marked in a row, as a word to compare. */
    marks: (row: number) =>
      [
        at.row === row ? `${at.column}${editing ? 'e' : ''}` : '',
        from !== undefined && row >= first.row && row <= last.row
          ? `${first.column}-${last.column}`
          : '',
      ].join(),
    press: (spot: Spot, event: PointerEvent) => {
      if (event.shiftKey) {
        event.preventDefault()
        box.current?.focus({ preventScroll: true })
        setFrom(now.current.from ?? now.current.at)
      } else setFrom(undefined)
      setAt(spot)
    },
    edit: (spot: Spot) => {
      if (!mayEdit(spot)) return
      setAt(spot)
      setEditing(true)
    },
    mayEdit,
    close: () => {
      setEditing(false)
      box.current?.focus({ preventScroll: true })
    },
    wires: { onKeyDown, onCopy, onPaste: paste },
  }
}
export type TableKeys = ReturnType<typeof useTableKeys>

const quoted = (text: string) => (/[\t\n"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Sideways, what the keys reached comes into sight. */
function reveal(box: HTMLDivElement | null, columns: readonly string[], column: number) {
  const head = box?.querySelectorAll<HTMLElement>('[role=columnheader]')[column]
  if (!box || !head || columns.length === 0) return
  const { offsetLeft: left, offsetWidth: width } = head
  if (left < box.scrollLeft) box.scrollLeft = left
  else if (left + width > box.scrollLeft + box.clientWidth)
    box.scrollLeft = left + width - box.clientWidth
}
