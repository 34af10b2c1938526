import { useEffect, useRef, useState, type PointerEvent } from 'react'
import { DAY_MINUTES } from './days.ts'
import type { Occurrence } from './types.ts'

/** Pixels of an hour; the stylesheet says the same. */
export const HOUR_PX = 48
const STEP = 15

export interface Drag {
  kind: 'create' | 'move' | 'resize'
  one?: Occurrence
  day: number
  from: number
  to: number
  /** By keys: kept until Enter or Escape. */
  keys?: boolean
}

interface Held extends Drag {
  x: number
  y: number
  grip: number
  moved: boolean
}

/** Creating, moving and resizing with a pointer on columns of days; fingers scroll and tap instead. */
export function useDrag(count: number, onDone: (drag: Drag) => void) {
  const columns = useRef<HTMLDivElement>(null)
  const held = useRef<Held>(undefined)
  const just = useRef(false)
  const [drag, setDrag] = useState<Drag>()
  const done = useRef(onDone)
  done.current = onDone

  const place = (x: number, y: number) => {
    const box = columns.current!.getBoundingClientRect()
    const day = Math.floor(((x - box.left) / box.width) * count)
    return { day: Math.min(Math.max(day, 0), count - 1), minutes: ((y - box.top) / HOUR_PX) * 60 }
  }
  useEffect(() => {
    const move = (event: globalThis.PointerEvent) => {
      const now = held.current
      if (!now) return
      if (!now.moved && Math.hypot(event.clientX - now.x, event.clientY - now.y) < 4) return
      now.moved = true
      setDrag(dragged(now, place(event.clientX, event.clientY)))
    }
    const up = (event: globalThis.PointerEvent) => {
      const now = held.current
      held.current = undefined
      setDrag(undefined)
      if (!now?.moved) return
      // The click that ends a drag opens nothing.
      just.current = true
      setTimeout(() => (just.current = false))
      done.current(dragged(now, place(event.clientX, event.clientY)))
    }
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || !held.current) return
      held.current = undefined
      setDrag(undefined)
    }
    addEventListener('pointermove', move)
    addEventListener('pointerup', up)
    addEventListener('keydown', leave)
    return () => {
      removeEventListener('pointermove', move)
      removeEventListener('pointerup', up)
      removeEventListener('keydown', leave)
    }
  })
  const begin = (event: PointerEvent, start: Drag) => {
    if (event.button !== 0 || event.pointerType === 'touch') return
    event.stopPropagation()
    const { minutes } = place(event.clientX, event.clientY)
    held.current = {
      ...start,
      x: event.clientX,
      y: event.clientY,
      grip: minutes - start.from,
      moved: false,
    }
  }
  const beginAt = (event: PointerEvent) => {
    const { day, minutes } = place(event.clientX, event.clientY)
    const from = Math.floor(minutes / 30) * 30
    begin(event, { kind: 'create', day, from, to: from + 30 })
  }
  return { columns, drag, begin, beginAt, place, just }
}

function dragged(now: Held, { day, minutes }: { day: number; minutes: number }): Drag {
  const { kind, one, from, to } = now
  const same = { kind, ...(one ? { one } : {}) }
  if (kind === 'move') {
    const begins = snap(minutes - now.grip)
    return { ...same, day, from: begins, to: begins + (to - from) }
  }
  const end = snap(minutes)
  if (kind === 'create' && end < from) return { ...same, day: now.day, from: end, to: from }
  return { ...same, day: now.day, from, to: Math.max(end, from + STEP) }
}

const snap = (minutes: number): number =>
  Math.min(Math.max(Math.round(minutes / STEP) * STEP, 0), DAY_MINUTES)

/** The same with keys: Alt and arrows carry, with Shift they stretch. */
export function keyed(drag: Drag, key: string, stretch: boolean, count: number): Drag | undefined {
  const step = { ArrowUp: -STEP, ArrowDown: STEP }[key]
  const aside = { ArrowLeft: -1, ArrowRight: 1 }[key]
  if (step !== undefined && stretch)
    return {
      ...drag,
      kind: 'resize',
      keys: true,
      to: Math.max(drag.from + STEP, snap(drag.to + step)),
    }
  if (step !== undefined) {
    const from = snap(drag.from + step)
    return { ...drag, keys: true, from, to: from + (drag.to - drag.from) }
  }
  if (aside === undefined) return undefined
  return { ...drag, keys: true, day: Math.min(Math.max(drag.day + aside, 0), count - 1) }
}
