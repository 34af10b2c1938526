import { Extension, type Editor } from '@tiptap/core'
import { Plugin, PluginKey } from '@tiptap/pm/state'
import { Decoration, DecorationSet } from '@tiptap/pm/view'
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
} from '@tiptap/y-tiptap'
import * as Y from 'yjs'
import type { CommentRow } from './types.ts'

/** The binding between the shared text and the editor, as far as positions need it. */
interface Binding {
  readonly doc: Y.Doc
  readonly type: Y.XmlFragment
  readonly binding: { readonly mapping: never } | null
}
const key = new PluginKey<readonly Marked[]>('comments')

export interface Marked {
  readonly id: string
  readonly anchor: { readonly from: unknown; readonly to: unknown }
  readonly active: boolean
}

/** Where comments stand, drawn over the text and no part of it, so that who may only comment changes nothing. */
export const commentMarks = (onPress: (id: string) => void) =>
  Extension.create({
    name: 'comment-marks',
    addProseMirrorPlugins: () => [
      new Plugin<readonly Marked[]>({
        key,
        state: {
          init: () => [],
          apply: (tr, before) => (tr.getMeta(key) as readonly Marked[] | undefined) ?? before,
        },
        props: {
          decorations(state) {
            const binding = ySyncPluginKey.getState(state) as Binding | undefined
            const size = state.doc.content.size
            const drawn = (key.getState(state) ?? []).flatMap(({ id, anchor, active }) => {
              const range = binding && rangeOf(binding, anchor)
              if (!range || range.from >= range.to || range.to > size) return []
              const mark = { class: `commented ${active ? 'active' : ''}`, 'data-comment': id }
              return [Decoration.inline(range.from, range.to, mark)]
            })
            return DecorationSet.create(state.doc, drawn)
          },
          handleClick(_view, _at, event) {
            const mark = (event.target as HTMLElement).closest<HTMLElement>('[data-comment]')
            if (mark) onPress(mark.dataset.comment!)
            return false
          },
        },
      }),
    ],
  })

export function markComments(
  editor: Editor,
  comments: readonly CommentRow[],
  active?: string,
): void {
  const marked = comments.flatMap(({ id, anchor, resolved_at, parent }) =>
    anchor && !resolved_at && !parent ? [{ id, anchor, active: id === active }] : [],
  )
  editor.view.dispatch(editor.state.tr.setMeta(key, marked))
}

/** The selection as two positions that move along with the text, and its words. */
export function anchorOf(editor: Editor) {
  const { from, to } = editor.state.selection
  const state = ySyncPluginKey.getState(editor.state) as Binding | undefined
  if (!state?.binding || from === to) return undefined
  const at = (position: number): unknown =>
    Y.relativePositionToJSON(
      absolutePositionToRelativePosition(
        position,
        state.type,
        state.binding!.mapping,
      ) as Y.RelativePosition,
    )
  const quote = editor.state.doc.textBetween(from, to, ' ').slice(0, QUOTE_MAX)
  return { anchor: { from: at(from), to: at(to) }, quote }
}
const QUOTE_MAX = 300

function rangeOf({ doc, type, binding }: Binding, { from, to }: Marked['anchor']) {
  if (!binding) return undefined
  const at = (json: unknown) =>
    relativePositionToAbsolutePosition(
      doc,
      type,
      Y.createRelativePositionFromJSON(json),
      binding.mapping,
    )
  const [start, end] = [at(from), at(to)]
  return start === null || end === null ? undefined : { from: start, to: end }
}
