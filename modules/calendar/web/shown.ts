import { remembered, signal, useAction, useCatalog } from '#web'
import { useMemo } from 'react'
import { midnight } from './days.ts'
import type { Calendar, Occurrence } from './types.ts'

interface Shown {
  hidden: string[]
  people: string[]
}
const read = (): Shown => {
  try {
    return {
      hidden: [],
      people: [],
      ...(JSON.parse(remembered.get('calendars') ?? '{}') as object),
    }
  } catch {
    return { hidden: [], people: [] }
  }
}

/** Which calendars are in sight on this screen, and whose time is laid over one's own. */
export const shown = signal<Shown>(read())
export function show(next: Partial<Shown>) {
  shown.set({ ...shown.get(), ...next })
  remembered.set('calendars', JSON.stringify(shown.get()))
}
export const MINE = 'mine'

export function useOccurrences(first: string, end: string, { hidden, people }: Shown) {
  const input = {
    from: midnight(first).toISOString(),
    to: midnight(end).toISOString(),
    ...(people.length > 0 ? { people } : {}),
  }
  const answer = useAction<{ items: Occurrence[]; truncated: boolean }>(
    'calendar.event.list',
    input,
    { keep: true },
  )
  const me = useCatalog().actor.id
  const items = useMemo(
    () => (answer.data?.items ?? []).filter((one) => isShown(one, hidden, people)),
    [answer.data, hidden, people],
  )
  return { ...answer, items, me }
}

function isShown(one: Occurrence, hidden: readonly string[], people: readonly string[]): boolean {
  if (one.people.some((person) => people.includes(person))) return true
  if (one.calendar && !hidden.includes(one.calendar)) return true
  return one.mine !== undefined && !hidden.includes(MINE)
}

export const useCalendars = () =>
  useAction<{ items: Calendar[] }>('calendar.calendar.list').data?.items ?? NONE
const NONE: Calendar[] = []

/** Colour and pattern: of the calendar; of the colleague for laid-over time. */
export function hueFor(
  one: Occurrence,
  calendars: readonly Calendar[],
  people: readonly string[],
): number {
  const overlaid = one.people.findIndex((person) => people.includes(person))
  if (one.mine === undefined && one.people.length > 0 && overlaid >= 0)
    return (people.indexOf(one.people[overlaid]!) + 1) % 8
  return calendars.find(({ id }) => id === one.calendar)?.hue ?? 0
}

/** Names of the colleagues laid over, in one question. */
export function useNames(people: readonly string[]): ReadonlyMap<string, string> {
  const { data } = useAction<{ items: { id: string; name: string }[] }>(
    'directory.person.list',
    { where: { id: { in: people } }, limit: 100 },
    { keep: true, enabled: people.length > 0 },
  )
  return useMemo(() => new Map((data?.items ?? []).map(({ id, name }) => [id, name])), [data])
}
