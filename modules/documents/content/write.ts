import * as Y from 'yjs'
import { FIELD, type Block } from './block.ts'
import { childrenOf } from './read.ts'

/** A new document's first state. */
export function stateOf(blocks: readonly Block[]): Uint8Array {
  const doc = new Y.Doc()
  doc.getXmlFragment(FIELD).insert(0, nodesOf(blocks))
  return Y.encodeStateAsUpdate(doc)
}

/**
 * Writes other content as a new edit and answers its update: blocks that are the same at the start
 * and at the end stay as they are, with whoever's cursor stands in them.
 */
export function rewritten(doc: Y.Doc, blocks: readonly Block[]): Uint8Array {
  const before = Y.encodeStateVector(doc)
  const fragment = doc.getXmlFragment(FIELD)
  const now = childrenOf(fragment).map(keyOf)
  const next = blocks.map(keyOf)
  let start = 0
  while (start < now.length && start < next.length && now[start] === next[start]) start++
  let end = 0
  while (
    end < Math.min(now.length, next.length) - start &&
    now[now.length - 1 - end] === next[next.length - 1 - end]
  )
    end++
  doc.transact(() => {
    fragment.delete(start, now.length - start - end)
    fragment.insert(start, nodesOf(blocks.slice(start, blocks.length - end)))
  })
  return Y.encodeStateAsUpdate(doc, before)
}

function nodesOf(blocks: readonly Block[]): (Y.XmlElement | Y.XmlText)[] {
  const nodes: (Y.XmlElement | Y.XmlText)[] = []
  let run: Block[] = []
  const endRun = (): void => {
    if (run.length) nodes.push(textOf(run))
    run = []
  }
  for (const block of blocks) {
    if (block.type === 'text') run.push(block)
    else {
      endRun()
      nodes.push(elementOf(block))
    }
  }
  endRun()
  return nodes
}

function elementOf({ type, attrs = {}, content = [] }: Block): Y.XmlElement {
  const element = new Y.XmlElement(type)
  for (const [name, value] of Object.entries(attrs))
    // Attributes are any JSON; the type of yjs says strings.
    if (value !== null && value !== undefined) element.setAttribute(name, value as string)
  element.insert(0, nodesOf(content))
  return element
}

function textOf(run: readonly Block[]): Y.XmlText {
  const text = new Y.XmlText()
  text.applyDelta(
    run.map(({ text: insert = '', marks = [] }) => ({
      insert,
      attributes: Object.fromEntries(marks.map(({ type, attrs }) => [type, attrs ?? {}])),
    })),
  )
  return text
}

const keyOf = (block: Block): string => JSON.stringify(sorted(block))
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  )
}
