import type { Editor } from '@tiptap/core'
import { EditorContent, useEditor } from '@tiptap/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { call, say, t, told, upload, useCatalog, type FileInfo } from '#web'
import { Bubble } from './bubble.tsx'
import { commentMarks, markComments } from './comment-marks.ts'
import { contents, shared as together } from './extensions.ts'
import { InsertDialog } from './insert-dialog.tsx'
import { Outline } from './outline.tsx'
import { peopleChoices } from './people.ts'
import { slashChoices, type Wish } from './slash.ts'
import { SuggestList } from './suggest-list.tsx'
import { suggest } from './suggest.ts'
import type { CommentRow } from './types.ts'
import type { Shared } from './use-shared.ts'

interface Props {
  readonly id: string
  readonly title: string
  readonly shared: Shared
  readonly writes: boolean
  readonly comments: readonly CommentRow[]
  readonly active: string | undefined
  onPress(comment: string): void
  onComment?: ((editor: Editor) => void) | undefined
}

/** The text itself, with everybody's cursors in it. */
export function DocumentEditor(props: Props) {
  const { id, title, shared, writes, comments, active, onPress, onComment } = props
  const catalog = useCatalog()
  const [wish, setWish] = useState<Wish>()
  const pressed = useRef(onPress)
  pressed.current = onPress
  const files = useRef<HTMLInputElement>(null)
  const wished = useRef((_wish: Wish) => {})
  wished.current = (asked) => {
    if (asked.kind !== 'file') return setWish(asked)
    files.current!.accept = asked.picture ? 'image/*' : ''
    files.current!.click()
  }
  const extensions = useMemo(
    () => [
      ...contents(),
      ...together(shared),
      commentMarks((comment) => pressed.current(comment)),
      suggest(
        'blocks',
        '/',
        slashChoices(catalog, (asked) => wished.current(asked)),
      ),
      suggest('people', '@', peopleChoices),
    ],
    [shared, catalog],
  )
  const take = (list: FileList | null | undefined): boolean => {
    if (!list?.length || !editor?.isEditable) return false
    for (const file of list) void attach(editor, id, file)
    return true
  }
  const editor = useEditor(
    {
      extensions,
      editable: writes,
      editorProps: {
        attributes: {
          class: 'prose',
          role: 'textbox',
          'aria-multiline': 'true',
          'aria-label': title,
        },
        handlePaste: (_view, event) => take(event.clipboardData?.files),
        handleDrop: (_view, event, _slice, moved) => !moved && take(event.dataTransfer?.files),
      },
    },
    [extensions],
  )
  useEffect(() => editor?.setEditable(writes, false), [editor, writes])
  useEffect(() => {
    if (editor) markComments(editor, comments, active)
  }, [editor, comments, active])
  if (!editor) return null
  return (
    <div className="paper" data-document={id}>
      <EditorContent editor={editor} className="paper-text" />
      <Outline editor={editor} />
      <Bubble
        editor={editor}
        writes={writes}
        onComment={onComment ? () => onComment(editor) : undefined}
      />
      <SuggestList />
      <input
        ref={files}
        type="file"
        hidden
        multiple
        aria-label={t('File')}
        onChange={(event) => {
          take(event.target.files)
          event.target.value = ''
        }}
      />
      {wish && wish.kind !== 'file' && (
        <InsertDialog
          document={id}
          editor={editor}
          wish={wish}
          onClose={() => setWish(undefined)}
        />
      )}
    </div>
  )
}

/** A file hangs on the document: whoever reads the one reads the other. */
async function attach(editor: Editor, document: string, file: File): Promise<void> {
  const sent = await upload<FileInfo>(file)
  if (!sent.ok) return told(say(sent.problem))
  const { id, width } = sent.value
  const hung = await call('files.file.attach', {
    file: id,
    entity: 'documents.document',
    record: document,
  })
  if (!hung.ok) return told(say(hung.problem))
  const type = width === undefined ? 'file' : 'picture'
  editor
    .chain()
    .focus()
    .insertContent({ type, attrs: { file: id } })
    .run()
}
