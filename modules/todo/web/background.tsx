import { useEffect } from 'react'
import { listen, refreshActions, setBadge, useAction, useCatalog } from '#web'
import { today, type Counts } from './types.ts'

/** Keeps the number of what is due by today, wherever one is, and the list fresh. */
export function Background() {
  const { actor } = useCatalog()
  const { data } = useAction<Counts>('todo.item.count', { today: today() })
  const due = (data?.overdue ?? 0) + (data?.today ?? 0)
  useEffect(() => setBadge('/todo', due), [due])
  useEffect(
    () =>
      listen(`person:${actor.id}`, {
        onEvent: ({ e }) => e.startsWith('todo.item.') && refreshActions(['todo.item']),
        onReset: () => refreshActions(['todo.item']),
      }),
    [actor.id],
  )
  return null
}
