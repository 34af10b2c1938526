import * as Y from 'yjs'
import { FIELD, type Block, type Mark } from './block.ts'

/** What stands in a shared document, as the editor's JSON. */
export const blocksOf = (doc: Y.Doc): Block[] => childrenOf(doc.getXmlFragment(FIELD))

/** A shared document out of its log; for a moment only, never kept. */
export function opened(updates: readonly Uint8Array[]): Y.Doc {
  const doc = new Y.Doc()
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update)
  })
  return doc
}

export function childrenOf(node: Y.XmlFragment | Y.XmlElement): Block[] {
  return node.toArray().flatMap((child) => {
    if (child instanceof Y.XmlText) return wordsOf(child)
    return child instanceof Y.XmlElement ? [elementOf(child)] : []
  })
}

function elementOf(element: Y.XmlElement): Block {
  const attrs = element.getAttributes() as Record<string, unknown>
  const content = childrenOf(element)
  return {
    type: element.nodeName,
    ...(Object.keys(attrs).length ? { attrs } : {}),
    ...(content.length ? { content } : {}),
  }
}

type Piece = { insert: unknown; attributes?: Record<string, unknown> }

function wordsOf(text: Y.XmlText): Block[] {
  return (text.toDelta() as Piece[]).flatMap(({ insert, attributes = {} }) => {
    if (typeof insert !== 'string') return []
    const marks = Object.entries(attributes).map(([name, value]) => markOf(name, value))
    return [{ type: 'text', text: insert, ...(marks.length ? { marks } : {}) }]
  })
}

/** Marks that may overlap themselves carry a hash after their name. */
function markOf(name: string, value: unknown): Mark {
  const type = name.split('--')[0]!
  const attrs = typeof value === 'object' && value !== null ? (value as Mark['attrs']) : undefined
  return attrs && Object.keys(attrs).length ? { type, attrs } : { type }
}
