import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { Button, IconButton, t } from '#web'

interface Place {
  left: number
  top: number
}
const WIDTH = 330

/** Stands over what is selected: how it looks, where it leads, what one has to say about it. */
export function Bubble({
  editor,
  writes,
  onComment,
}: {
  editor: Editor
  writes: boolean
  onComment?: (() => void) | undefined
}) {
  const place = usePlace(editor)
  const [linking, setLinking] = useState(false)
  const is = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      strike: now.isActive('strike'),
      code: now.isActive('code'),
      link: now.isActive('link'),
    }),
  })
  useEffect(() => {
    if (!place) setLinking(false)
  }, [place])
  if (!place || (!writes && !onComment)) return null
  const marks = [
    ['bold', t('Bold'), 'B', () => editor.chain().focus().toggleBold().run()],
    ['italic', t('Italic'), 'I', () => editor.chain().focus().toggleItalic().run()],
    ['strike', t('Strike through'), 'S', () => editor.chain().focus().toggleStrike().run()],
    ['code', t('Code'), '<>', () => editor.chain().focus().toggleCode().run()],
  ] as const
  return createPortal(
    <div
      className="floating bubble"
      role="toolbar"
      aria-label={t('Selected text')}
      style={place}
      onPointerDown={(event) => {
        if (!(event.target as HTMLElement).closest('input')) event.preventDefault()
      }}
    >
      {linking ? (
        <LinkField editor={editor} onDone={() => setLinking(false)} />
      ) : (
        <>
          {writes &&
            marks.map(([mark, label, sign, run]) => (
              <button
                key={mark}
                type="button"
                className={`bubble-mark ${mark}`}
                aria-label={label}
                title={label}
                aria-pressed={is[mark]}
                onClick={run}
              >
                {sign}
              </button>
            ))}
          {writes && (
            <IconButton
              icon="link"
              label={t('Link')}
              pressed={is.link}
              onClick={() => setLinking(true)}
            />
          )}
          {onComment && (
            <Button small tone="quiet" icon="message" onClick={onComment}>
              {t('Comment')}
            </Button>
          )}
        </>
      )}
    </div>,
    document.body,
  )
}

function LinkField({ editor, onDone }: { editor: Editor; onDone: () => void }) {
  const [href, setHref] = useState(String(editor.getAttributes('link')['href'] ?? ''))
  const set = () => {
    const chain = editor.chain().focus().extendMarkRange('link')
    const whole = /^(https?:|mailto:|\/)/.test(href) ? href : `https://${href}`
    if (href.trim() === '') chain.unsetLink().run()
    else chain.setLink({ href: whole }).run()
    onDone()
  }
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        set()
      }}
    >
      <input
        className="input"
        autoFocus
        aria-label={t('Address')}
        placeholder="https://"
        value={href}
        onChange={(event) => setHref(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onDone()}
      />
      <Button small submit>
        {t('Set')}
      </Button>
    </form>
  )
}

function usePlace(editor: Editor): Place | undefined {
  const [place, setPlace] = useState<Place>()
  useEffect(() => {
    const look = () => {
      const { from, to, empty } = editor.state.selection
      const words = empty ? '' : editor.state.doc.textBetween(from, to, ' ')
      if (words.trim() === '') return setPlace(undefined)
      const start = editor.view.coordsAtPos(from)
      const end = editor.view.coordsAtPos(to)
      const left = Math.max(8, Math.min(start.left, innerWidth - WIDTH - 8))
      const top = start.top > 120 ? start.top - 50 : end.bottom + 8
      setPlace({ left, top })
    }
    const gone = () => setPlace(undefined)
    editor.on('selectionUpdate', look)
    editor.on('transaction', look)
    addEventListener('scroll', look, true)
    editor.on('destroy', gone)
    return () => {
      editor.off('selectionUpdate', look)
      editor.off('transaction', look)
      removeEventListener('scroll', look, true)
      editor.off('destroy', gone)
    }
  }, [editor])
  return place
}
