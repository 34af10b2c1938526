import { useSyncExternalStore } from 'react'

/** The address bar is the state: a path, its query, and whoever watches them. */
const listeners = new Set<() => void>()
const changed = () => {
  for (const listener of listeners) listener()
}
addEventListener('popstate', changed)

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function go(to: string, { replace = false }: { replace?: boolean } = {}) {
  if (to === location.pathname + location.search) return
  if (replace) history.replaceState(null, '', to)
  else history.pushState({ ours: true }, '', to)
  changed()
}

/** Back within the application, or to `fallback` when one came from outside. */
export function back(fallback: string) {
  if ((history.state as { ours?: boolean } | null)?.ours) history.back()
  else go(fallback, { replace: true })
}

export const usePath = () => useSyncExternalStore(subscribe, () => location.pathname)
export const useSearch = () =>
  new URLSearchParams(useSyncExternalStore(subscribe, () => location.search))

/** The parts of the path after a page's own path. */
export function restOf(path: string, base: string): string[] {
  return path.slice(base.length).split('/').filter(Boolean).map(decodeURIComponent)
}
