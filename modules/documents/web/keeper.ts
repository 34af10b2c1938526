import type { Keeper } from './sync.ts'

/** Edits that the server does not have yet lie in the browser, per person and document. */
const STORE = 'edits'

export function openKeeper(person: string, document: string): Keeper {
  const scope = `${person} ${document}`
  const opening = open()
  const keys = new Map<number, IDBValidKey>()
  const within = async (mode: IDBTransactionMode, work: (store: IDBObjectStore) => void) => {
    const database = await opening
    if (database) work(database.transaction(STORE, mode).objectStore(STORE))
  }
  return {
    async load() {
      const database = await opening
      if (!database) return []
      const store = database.transaction(STORE, 'readonly').objectStore(STORE)
      const found = await answered<{ id: number; bytes: Uint8Array }[]>(
        store.index('scope').getAll(scope),
      )
      // What an earlier window left is the first edit of this one.
      keys.set(1, found.at(-1)?.id ?? 0)
      return found.map(({ bytes }) => ({ n: 1, bytes }))
    },
    keep(n, bytes) {
      void within('readwrite', (store) => {
        const request = store.add({ scope, bytes })
        request.onsuccess = () => keys.set(n, request.result)
      })
    },
    drop(upTo) {
      const done = [...keys].filter(([n]) => n <= upTo)
      if (done.length === 0) return
      const most = Math.max(...done.map(([, key]) => Number(key)))
      for (const [n] of done) keys.delete(n)
      void within('readwrite', (store) => {
        const cursor = store.index('scope').openCursor(IDBKeyRange.only(scope))
        cursor.onsuccess = () => {
          const at = cursor.result
          if (!at) return
          if (Number(at.primaryKey) <= most) at.delete()
          at.continue()
        }
      })
    },
  }
}

/** Without a store (a private window) edits live as long as the page. */
function open(): Promise<IDBDatabase | undefined> {
  return new Promise((done) => {
    if (!('indexedDB' in globalThis)) return done(undefined)
    const request = indexedDB.open('tenon-documents', 1)
    request.onupgradeneeded = () => {
      const store = request.result.createObjectStore(STORE, { keyPath: 'id', autoIncrement: true })
      store.createIndex('scope', 'scope')
    }
    request.onsuccess = () => done(request.result)
    request.onerror = () => done(undefined)
  })
}

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result)
    request.onerror = () => failed(request.error as Error)
  })
