import type { Editor } from '@tiptap/core'
import { useEditorState } from '@tiptap/react'
import { t } from '#web'

interface Heading {
  readonly at: number
  readonly level: number
  readonly text: string
}

/** The headings; pressing one goes there. */
export function Outline({ editor }: { editor: Editor }) {
  const headings = useEditorState({
    editor,
    selector: ({ editor: now }) => headingsOf(now),
    equalityFn: (a, b) => JSON.stringify(a) === JSON.stringify(b),
  })
  if (headings.length < 2) return null
  return (
    <nav className="outline" aria-label={t('Outline')}>
      <ul>
        {headings.map(({ at, level, text }) => (
          <li key={at} className={`level-${level}`}>
            <button
              type="button"
              className="bare clip"
              onClick={() => {
                const node = editor.view.nodeDOM(at)
                if (node instanceof HTMLElement) node.scrollIntoView({ block: 'start' })
              }}
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function headingsOf(editor: Editor): Heading[] {
  const found: Heading[] = []
  editor.state.doc.forEach((node, at) => {
    if (node.type.name === 'heading' && node.textContent)
      found.push({ at, level: Number(node.attrs['level']), text: node.textContent })
  })
  return found
}
