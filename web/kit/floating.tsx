import { useEffect, useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react'
import { createPortal } from 'react-dom'

export type Side = 'below' | 'above' | 'right'

/** Stands beside its anchor, kept inside the window; closes on Escape, a press outside, or leaving. */
export function Floating({
  anchor,
  side = 'below',
  align = 'start',
  onClose,
  className = '',
  label,
  role = 'dialog',
  children,
}: {
  anchor: RefObject<HTMLElement | null> | { x: number; y: number }
  side?: Side
  align?: 'start' | 'end'
  onClose: () => void
  className?: string
  label: string
  role?: 'dialog' | 'menu' | 'listbox' | 'presentation'
  children: ReactNode
}) {
  const box = useRef<HTMLDivElement>(null)
  const [place, setPlace] = useState<{ left: number; top: number }>()
  const close = useRef(onClose)
  close.current = onClose

  useLayoutEffect(() => {
    const put = () => {
      const self = box.current?.getBoundingClientRect()
      const at =
        'current' in anchor
          ? anchor.current?.getBoundingClientRect()
          : new DOMRect(anchor.x, anchor.y, 0, 0)
      if (!self || !at) return
      setPlace(placeOf(at, self, side, align))
    }
    put()
    const watch = new ResizeObserver(put)
    if (box.current) watch.observe(box.current)
    addEventListener('resize', put)
    return () => {
      watch.disconnect()
      removeEventListener('resize', put)
    }
  }, [anchor, side, align])

  useEffect(() => {
    const outside = (event: PointerEvent) => {
      const target = event.target as Node
      if (isAbove(target, box.current)) return
      const inAnchor = 'current' in anchor && anchor.current?.contains(target)
      if (!inAnchor && !box.current?.contains(target)) close.current()
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || box.current !== topmost()) return
      event.stopPropagation()
      event.preventDefault()
      close.current()
      if ('current' in anchor) anchor.current?.focus()
    }
    document.addEventListener('pointerdown', outside, true)
    document.addEventListener('keydown', escape, true)
    return () => {
      document.removeEventListener('pointerdown', outside, true)
      document.removeEventListener('keydown', escape, true)
    }
  }, [anchor])

  // Inside an open <dialog> everything beneath is inert, so the float must stand in it.
  const home = ('current' in anchor && anchor.current?.closest('dialog')) || document.body
  return createPortal(
    <div
      ref={box}
      className={`floating ${className}`}
      role={role}
      aria-label={label}
      style={place ? { left: place.left, top: place.top } : { visibility: 'hidden' }}
    >
      {children}
    </div>,
    home,
  )
}

const FLOATS = '.floating, .ant-picker-dropdown'
const topmost = () => [...document.querySelectorAll(FLOATS)].at(-1)

/** What opened from within stands after it in the document: a press there is no press outside. */
function isAbove(target: Node, box: HTMLElement | null): boolean {
  const other = target instanceof Element ? target.closest(FLOATS) : null
  return Boolean(
    box &&
    other &&
    other !== box &&
    box.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING,
  )
}

const GAP = 6
const EDGE = 8

function placeOf(at: DOMRect, self: DOMRect, side: Side, align: 'start' | 'end') {
  const left0 =
    side === 'right' ? at.right + GAP : align === 'end' ? at.right - self.width : at.left
  const below = at.bottom + GAP
  const above = at.top - self.height - GAP
  const fitsBelow = below + self.height + EDGE <= innerHeight
  const top0 =
    side === 'right'
      ? at.top
      : side === 'above'
        ? above >= EDGE
          ? above
          : below
        : fitsBelow || above < EDGE
          ? below
          : above
  const left = Math.max(EDGE, Math.min(left0, innerWidth - self.width - EDGE))
  const top = Math.max(EDGE, Math.min(top0, innerHeight - self.height - EDGE))
  return { left, top }
}
