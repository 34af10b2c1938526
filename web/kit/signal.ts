import { useSyncExternalStore } from 'react'

/** A value that components may watch and anything may set. */
export interface Signal<T> {
  get(): T
  set(value: T): void
  listen(listener: () => void): () => void
}

export function signal<T>(value: T): Signal<T> {
  const listeners = new Set<() => void>()
  return {
    get: () => value,
    set(next) {
      if (Object.is(next, value)) return
      value = next
      for (const listener of listeners) listener()
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

export const useSignal = <T>(source: Signal<T>): T =>
  useSyncExternalStore(source.listen, source.get)

/** Reads and writes localStorage, which may be refused (private windows). */
export const remembered = {
  get(name: string): string | undefined {
    try {
      return localStorage.getItem(`tenon.${name}`) ?? undefined
    } catch {
      return undefined
    }
  },
  set(name: string, value: string | undefined) {
    try {
      if (value === undefined) localStorage.removeItem(`tenon.${name}`)
      else localStorage.setItem(`tenon.${name}`, value)
    } catch {
      // A refusal to remember is no reason to stop.
    }
  },
}
