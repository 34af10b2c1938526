import { Extension, type Extensions } from '@tiptap/core'
import Collaboration from '@tiptap/extension-collaboration'
import { TaskItem, TaskList } from '@tiptap/extension-list'
import { TableKit } from '@tiptap/extension-table'
import { Placeholder } from '@tiptap/extensions'
import StarterKit from '@tiptap/starter-kit'
import { yCursorPlugin } from '@tiptap/y-tiptap'
import { hueOf, t } from '#web'
import { blocks } from './blocks.tsx'
import type { Shared } from './use-shared.ts'

const FIELD = 'body'

/** What a document may hold; the same for writing, reading and versions. */
export const contents = (): Extensions => [
  // Undo is everybody's own, kept by the shared document. Nothing is appended by itself: a reader writes nothing.
  StarterKit.configure({
    undoRedo: false,
    trailingNode: false,
    heading: { levels: [1, 2, 3] },
    link: { openOnClick: false, autolink: true },
  }),
  TaskList,
  TaskItem.configure({ nested: true, a11y: { checkboxLabel: () => t('Done') } }),
  TableKit.configure({ table: { resizable: false } }),
  ...blocks,
]

export const shared = ({ doc, awareness }: Shared): Extensions => [
  Collaboration.configure({ document: doc, field: FIELD }),
  Placeholder.configure({
    placeholder: ({ node }) =>
      node.type.name === 'heading' ? t('Heading') : t('Write, or type / for more'),
  }),
  Extension.create({
    name: 'carets',
    addProseMirrorPlugins: () => [yCursorPlugin(awareness, { cursorBuilder, selectionBuilder })],
  }),
]

interface User {
  id?: string
  name?: string
}

function cursorBuilder({ id = '', name = '' }: User): HTMLElement {
  const caret = document.createElement('span')
  caret.className = `caret hue-${hueOf(id)}`
  const label = document.createElement('span')
  label.className = 'caret-name'
  // Drawn by CSS, so that it is no part of the text.
  label.dataset.name = name
  caret.append('\u2060', label, '\u2060')
  return caret
}
const selectionBuilder = ({ id = '' }: User) => ({ class: `caret-range hue-${hueOf(id)}` })
