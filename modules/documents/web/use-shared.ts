import { useEffect, useState } from 'react'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { useCatalog } from '#web'
import { openKeeper } from './keeper.ts'
import { startSync, type Ending, type Line, type SyncState } from './sync.ts'
import type { Role } from './types.ts'

export interface Shared {
  readonly doc: Y.Doc
  readonly awareness: Awareness
}
export interface SharedDocument {
  /** The same object for as long as it is open: the editor is made from it once. */
  readonly shared: Shared
  readonly state: SyncState
  readonly role: Role | undefined
  readonly ended: Ending | undefined
}

/** The document as everybody has it open, for as long as it is looked at. */
export function useShared(document: string): SharedDocument | undefined {
  const { actor } = useCatalog()
  const [shared, setShared] = useState<Shared>()
  const [state, setState] = useState<SyncState>('connecting')
  const [role, setRole] = useState<Role>()
  const [ended, setEnded] = useState<Ending>()
  useEffect(() => {
    const doc = new Y.Doc()
    const awareness = new Awareness(doc)
    awareness.setLocalStateField('user', { id: actor.id, name: actor.name })
    const sync = startSync({
      doc,
      awareness,
      connect: () => new WebSocket(addressOf(document)) as unknown as Line,
      keeper: openKeeper(actor.id, document),
      onState: setState,
      onRole: (now) => setRole(now as Role),
      onEnd: setEnded,
    })
    const leaving = (event: BeforeUnloadEvent) => {
      if (sync.state === 'saving') event.preventDefault()
    }
    addEventListener('online', sync.hurry)
    addEventListener('beforeunload', leaving)
    setShared({ doc, awareness })
    return () => {
      removeEventListener('online', sync.hurry)
      removeEventListener('beforeunload', leaving)
      sync.close()
      awareness.destroy()
      doc.destroy()
    }
  }, [document, actor.id, actor.name])
  return shared && { shared, state, role, ended }
}

const addressOf = (document: string): string =>
  `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/realtime/documents?document=${document}`
