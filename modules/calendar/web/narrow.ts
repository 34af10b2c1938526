import { useSyncExternalStore } from 'react'

const narrow = matchMedia('(max-width: 767px)')
const subscribe = (changed: () => void) => {
  narrow.addEventListener('change', changed)
  return () => narrow.removeEventListener('change', changed)
}
/** A telephone: one column, agenda and day only. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => narrow.matches)
