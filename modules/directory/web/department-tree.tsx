import { useState, type KeyboardEvent } from 'react'
import { Icon, remembered, t, tn } from '#web'
import type { Department, Departments } from './departments.ts'

const KEY = 'contacts.open'
/** The first level stands open until somebody closes it. */
const readOpen = (departments: Departments): ReadonlySet<string> => {
  const kept = remembered.get(KEY)
  return new Set(
    kept === undefined ? departments.under(undefined).map(({ id }) => id) : kept.split(','),
  )
}

interface Props {
  departments: Departments
  chosen: string | undefined
  onChoose: (id: string) => void
}

/** Arrows move and unfold, Enter chooses, letters are left to the search. */
export function DepartmentTree({ departments, chosen, onChoose }: Props) {
  const [open, setOpen] = useState(() => readOpen(departments))
  const [at, setAt] = useState<string>()
  const above = new Set(
    departments
      .line(chosen)
      .slice(0, -1)
      .map(({ id }) => id),
  )
  const isOpen = (id: string) => open.has(id) || above.has(id)
  const shown = visible(departments, isOpen)
  const focused =
    shown.find(({ id }) => id === at)?.id ??
    shown.find(({ id }) => id === chosen)?.id ??
    shown[0]?.id

  const fold = (id: string, on: boolean) => {
    const next = new Set(open)
    if (on) next.add(id)
    else next.delete(id)
    setOpen(next)
    remembered.set(KEY, [...next].join(','))
  }
  const keys = (event: KeyboardEvent<HTMLElement>) => {
    const index = shown.findIndex(({ id }) => id === focused)
    const here = shown[index]
    if (!here) return
    const to = (one: Department | undefined) => {
      if (!one) return
      setAt(one.id)
      event.currentTarget.querySelector<HTMLElement>(`[data-id="${one.id}"]`)?.focus()
    }
    const parent = departments.under(here.id).length > 0
    const moves: Record<string, () => void> = {
      ArrowDown: () => to(shown[index + 1]),
      ArrowUp: () => to(shown[index - 1]),
      Home: () => to(shown[0]),
      End: () => to(shown.at(-1)),
      ArrowRight: () =>
        parent && !isOpen(here.id) ? fold(here.id, true) : to(departments.under(here.id)[0]),
      ArrowLeft: () =>
        parent && isOpen(here.id) && !above.has(here.id)
          ? fold(here.id, false)
          : to(departments.get(here.parent)),
      Enter: () => onChoose(here.id),
      ' ': () => onChoose(here.id),
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }
  if (shown.length === 0) return <p className="muted tree-none">{t('No department yet.')}</p>
  return (
    <div role="tree" aria-label={t('Departments')} className="tree" onKeyDown={keys}>
      {shown.map((one) => {
        const parent = departments.under(one.id).length > 0
        return (
          <div
            key={one.id}
            data-id={one.id}
            role="treeitem"
            tabIndex={one.id === focused ? 0 : -1}
            aria-level={one.depth + 1}
            aria-selected={one.id === chosen}
            aria-expanded={parent ? isOpen(one.id) : undefined}
            className="item tree-item"
            style={{ paddingLeft: 6 + one.depth * 18 }}
            onClick={() => {
              setAt(one.id)
              onChoose(one.id)
            }}
          >
            <span
              className={`twist ${parent ? '' : 'leaf'} ${isOpen(one.id) ? 'open' : ''}`}
              aria-hidden
              onClick={(event) => {
                if (!parent) return
                event.stopPropagation()
                fold(one.id, !isOpen(one.id))
              }}
            >
              {parent && <Icon name="right" size={14} />}
            </span>
            <span className="words">
              <span>{one.name}</span>
            </span>
            <span className="count" aria-label={tn(one.people_below, '{n} person', '{n} people')}>
              {one.people_below}
            </span>
          </div>
        )
      })}
    </div>
  )
}

function visible(
  departments: Departments,
  isOpen: (id: string) => boolean,
  parent?: string,
): Department[] {
  return departments
    .under(parent)
    .flatMap((one) => [one, ...(isOpen(one.id) ? visible(departments, isOpen, one.id) : [])])
}
