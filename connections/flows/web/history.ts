import { useCallback, useState } from 'react'
import type { Definition } from './types.ts'

/** Steps back that are kept. */
const KEPT_MAX = 100
/** What is typed in one go is one change. */
const TOGETHER_MS = 800

interface State {
  past: Definition[]
  now: Definition
  future: Definition[]
  key: string
  at: number
}

/** The definition while it is changed, with undo and redo. */
export function useHistory(initial: Definition) {
  const [state, setState] = useState<State>({ past: [], now: initial, future: [], key: '', at: 0 })
  const change = useCallback(
    (next: Definition | ((now: Definition) => Definition), key = '') =>
      setState((before) => {
        const now = typeof next === 'function' ? next(before.now) : next
        if (now === before.now) return before
        const at = Date.now()
        const same = key !== '' && key === before.key && at - before.at < TOGETHER_MS
        const past = same ? before.past : [...before.past, before.now].slice(-KEPT_MAX)
        return { past, now, future: [], key, at }
      }),
    [],
  )
  const undo = useCallback(
    () =>
      setState((before) => {
        const last = before.past.at(-1)
        if (!last) return before
        const future = [before.now, ...before.future]
        return { past: before.past.slice(0, -1), now: last, future, key: '', at: 0 }
      }),
    [],
  )
  const redo = useCallback(
    () =>
      setState((before) => {
        const [next, ...future] = before.future
        if (!next) return before
        return { past: [...before.past, before.now], now: next, future, key: '', at: 0 }
      }),
    [],
  )
  return {
    definition: state.now,
    change,
    undo,
    redo,
    canUndo: state.past.length > 0,
    canRedo: state.future.length > 0,
  }
}
