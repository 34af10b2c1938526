import {
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  pointerWithin,
  rectIntersection,
  useSensor,
  useSensors,
  type Announcements,
  type CollisionDetection,
  type KeyboardCoordinateGetter,
} from '@dnd-kit/core'
import { t } from '../language.ts'

/** Carrying between columns by mouse, by a finger that rests first, and by keys. */
export const useCarrying = () =>
  useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 5 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 180, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: nextColumn, keyboardCodes: KEYS }),
  )

const KEYS = { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter'] }
export const carryHelp = () => ({
  draggable: t('Space picks the card up, arrows carry it, Space puts it down, Escape leaves it.'),
})

/** Cards that one can be put beside are places too; a column's own id never begins like this. */
export const SPOT = 'spot:'
const isSpot = (id: unknown) => String(id).startsWith(SPOT)

/** A pointer points at a card in a column, else at the column; keys carry the card's own place there. */
export const underPointer: CollisionDetection = (args) => {
  if (!args.pointerCoordinates) {
    const columns = args.droppableContainers.filter(({ id }) => !isSpot(id))
    return rectIntersection({ ...args, droppableContainers: columns })
  }
  const found = pointerWithin(args)
  const spot = found.find(({ id }) => isSpot(id) && id !== `${SPOT}${args.active.id}`)
  return spot ? [spot] : found.filter(({ id }) => !isSpot(id))
}

/** Arrows go to the next place in their direction. */
const nextColumn: KeyboardCoordinateGetter = (event, { context, currentCoordinates }) => {
  const way = WAYS[event.code]
  const { collisionRect, over, active } = context
  const places = [...context.droppableRects.entries()].filter(([id]) => !isSpot(id))
  if (!way || !collisionRect) return undefined
  event.preventDefault()
  const now = String(over?.id ?? active?.data.current?.column ?? '')
  const here = places.find(([id]) => String(id) === now)?.[1]
  if (!here) return undefined
  const [dx, dy] = way
  const [id, target] = nextIn(places, here, dx, dy) ?? []
  if (!target) return undefined
  document
    .querySelector(`[data-column="${CSS.escape(String(id))}"]`)
    ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  const from = center(collisionRect)
  const to = center(target)
  return {
    x: currentCoordinates.x + to.x - from.x,
    y:
      dy === 0 && target.height > 2 * collisionRect.height
        ? currentCoordinates.y
        : currentCoordinates.y + to.y - from.y,
  }
}
const WAYS: Record<string, readonly [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
}
interface Rect {
  left: number
  top: number
  width: number
  height: number
}
const center = ({ left, top, width, height }: Rect) => ({
  x: left + width / 2,
  y: top + height / 2,
})

/** The nearest in a direction; past the end of a line, the first of the next. */
function nextIn(places: [unknown, Rect][], here: Rect, dx: number, dy: number) {
  const near = places
    .map(([id, rect]) => [id, rect, distance(here, rect, dx, dy)] as const)
    .filter(([, , far]) => far > 0 && far < Infinity)
    .toSorted((a, b) => a[2] - b[2])[0]
  if (near || dx === 0) return near
  const inOrder = places.toSorted(([, a], [, b]) => a.top - b.top || a.left - b.left)
  const at = inOrder.findIndex(([, rect]) => rect === here)
  return inOrder[at + dx]
}

/** How far a place lies in a direction; beside it, it does not lie there at all. */
function distance(here: Rect, there: Rect, dx: number, dy: number): number {
  const a = center(here)
  const b = center(there)
  const along = (b.x - a.x) * dx + (b.y - a.y) * dy
  const across = Math.abs((b.x - a.x) * dy) + Math.abs((b.y - a.y) * dx)
  const width = dx === 0 ? here.width : here.height
  return across > width / 2 ? Infinity : along
}

/** What those who listen hear on the way. */
export function carryWords(
  named: (data: unknown) => string,
  place: (id: string) => string,
): Announcements {
  const of = (active: { data: { current?: unknown } }) => named(active.data.current)
  return {
    onDragStart: ({ active }) => t('{name} is picked up.', { name: of(active) }),
    onDragOver: ({ active, over }) =>
      over
        ? t('{name} is over {column}.', { name: of(active), column: place(String(over.id)) })
        : undefined,
    onDragEnd: ({ active, over }) =>
      over
        ? t('{name} is put into {column}.', { name: of(active), column: place(String(over.id)) })
        : t('{name} stays where it was.', { name: of(active) }),
    onDragCancel: ({ active }) => t('{name} stays where it was.', { name: of(active) }),
  }
}
