import { Extension, type Editor, type Range } from '@tiptap/core'
import { PluginKey } from '@tiptap/pm/state'
import Suggestion, { type SuggestionProps } from '@tiptap/suggestion'
import { signal } from '#web'

/** What stands in a list under the cursor: blocks after `/`, people after `@`. */
export interface Choice {
  readonly key: string
  readonly label: string
  readonly icon?: string
  readonly hint?: string
  readonly group?: string
  run(editor: Editor, range: Range): void
}
export interface Offered {
  readonly name: string
  readonly choices: readonly Choice[]
  readonly at: number
  readonly place: { readonly left: number; readonly top: number; readonly bottom: number }
  choose(choice: Choice): void
}

export const offered = signal<Offered | undefined>(undefined)

export function suggest(
  name: string,
  char: string,
  choicesFor: (words: string, editor: Editor) => readonly Choice[] | Promise<readonly Choice[]>,
) {
  return Extension.create({
    name: `suggest-${name}`,
    addProseMirrorPlugins() {
      return [
        Suggestion<Choice, Choice>({
          editor: this.editor,
          pluginKey: new PluginKey(`suggest-${name}`),
          char,
          allowSpaces: false,
          // Chinese is written without spaces before the sign.
          allowedPrefixes: null,
          allow: ({ editor }) => editor.isEditable && !editor.isActive('codeBlock'),
          items: async ({ query, editor }) => [...(await choicesFor(query, editor))],
          command: ({ editor, range, props }) => props.run(editor, range),
          render: () => ({
            onStart: (props) => show(name, props, 0),
            onUpdate: (props) => show(name, props, 0),
            onExit: () => offered.set(undefined),
            onKeyDown: ({ event }) => press(event),
          }),
        }),
      ]
    },
  })
}

function show(name: string, props: SuggestionProps<Choice, Choice>, at: number): void {
  const rect = props.clientRect?.()
  if (!rect || props.items.length === 0) return offered.set(undefined)
  const { left, top, bottom } = rect
  offered.set({
    name,
    choices: props.items,
    at,
    place: { left, top, bottom },
    choose: (choice) => props.command(choice),
  })
}

function press(event: KeyboardEvent): boolean {
  const now = offered.get()
  if (!now) return false
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }
  const step = steps[event.key]
  if (step) {
    const at = (now.at + step + now.choices.length) % now.choices.length
    offered.set({ ...now, at })
    return true
  }
  if (event.key === 'Enter' || event.key === 'Tab') {
    now.choose(now.choices[now.at]!)
    return true
  }
  if (event.key !== 'Escape') return false
  offered.set(undefined)
  return true
}
