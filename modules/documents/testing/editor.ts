import { WebSocket } from 'ws'
import { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { startSync, type Ending, type Line, type Sync } from '../web/sync.ts'

/** Somebody's editor without a screen: the client of the web on a socket of its own. */
export interface Editor {
  readonly doc: Y.Doc
  readonly sync: Sync
  readonly awareness: Awareness
  /** How often it asked to be let in. */
  tries: number
  role: string | undefined
  ended: Ending | undefined
  /** Writes at the end of the first paragraph. */
  type(text: string): void
  text(): string
  /** Told of each number up to which all is committed; answers the way to stop listening. */
  onSafe(listen: (n: number) => void): () => void
  /** Holds when the condition does, which is asked whenever something came. */
  until(holds: () => boolean, what: string): Promise<void>
  /** The line breaks and stays broken, until it is mended. */
  cut(): void
  mend(): void
  close(): void
}

const PATIENCE_MS = 20_000

export function openEditor(url: string, token: string, document: string): Editor {
  const doc = new Y.Doc()
  const awareness = new Awareness(doc)
  const waiting = new Set<() => void>()
  const changed = (): void => {
    for (const look of waiting) look()
  }
  const address = `${url.replace(/^http/, 'ws')}/realtime/documents?document=${document}`
  const listeners = new Set<(n: number) => void>()
  let ws: WebSocket | undefined
  let broken = false
  const sync = startSync({
    doc,
    awareness,
    connect() {
      editor.tries++
      changed()
      const where = broken ? 'ws://127.0.0.1:1' : address
      ws = new WebSocket(where, { headers: { authorization: `Bearer ${token}` } })
      return ws.on('error', () => {}) as unknown as Line
    },
    onState: changed,
    onSafe(n) {
      for (const listen of listeners) listen(n)
      changed()
    },
    onRole: (role) => {
      editor.role = role
      changed()
    },
    onEnd: (why) => {
      editor.ended = why
      changed()
    },
  })
  doc.on('update', changed)
  awareness.on('change', changed)
  const fragment = doc.getXmlFragment('body')
  const editor: Editor = {
    doc,
    sync,
    awareness,
    tries: 0,
    role: undefined,
    ended: undefined,
    type(text) {
      doc.transact(() => {
        if (fragment.length === 0) fragment.insert(0, [new Y.XmlElement('paragraph')])
        const paragraph = fragment.get(0) as Y.XmlElement
        if (paragraph.length === 0) paragraph.insert(0, [new Y.XmlText()])
        const words = paragraph.get(0) as Y.XmlText
        words.insert(words.length, text)
      })
    },
    text: () => fragment.toString().replaceAll(/<[^>]+>/g, ''),
    onSafe(listen) {
      listeners.add(listen)
      return () => listeners.delete(listen)
    },
    until: (holds, what) =>
      new Promise((done, failed) => {
        const look = (): void => {
          if (!holds()) return
          waiting.delete(look)
          clearTimeout(timer)
          done()
        }
        const timer = setTimeout(() => {
          waiting.delete(look)
          failed(new Error(`${what} (${sync.state}, ${sync.safe} of ${sync.last})`))
        }, PATIENCE_MS)
        waiting.add(look)
        look()
      }),
    cut() {
      broken = true
      ws?.terminate()
    },
    mend() {
      broken = false
      sync.hurry()
    },
    close() {
      sync.close()
      awareness.destroy()
      doc.destroy()
    },
  }
  return editor
}
