import { useEffect } from 'react'
import { listen, refreshActions, setBadge, useAction, useCatalog } from '#web'

/** Keeps the count of unread notices, wherever one is. */
export function Background() {
  const { actor } = useCatalog()
  const { data } = useAction<{ unread: number }>('notify.notice.count')
  const unread = data?.unread ?? 0
  useEffect(() => setBadge('/notices', unread), [unread])
  useEffect(
    () =>
      listen(`person:${actor.id}`, {
        onEvent: ({ e }) => e.startsWith('notify.notice.') && refreshActions(['notify.notice']),
        onReset: () => refreshActions(['notify.notice']),
      }),
    [actor.id],
  )
  return null
}
