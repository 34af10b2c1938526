import type { ChainedCommands, Editor, Range } from '@tiptap/core'
import { moduleWord, t, wordsOf, type Catalog } from '#web'
import type { Choice } from './suggest.ts'

/** What needs a dialog before it can stand in the text. */
export type Wish =
  | { readonly kind: 'card' }
  | { readonly kind: 'record'; readonly entity?: string }
  | { readonly kind: 'records' }
  | { readonly kind: 'file'; readonly picture: boolean }
  | { readonly kind: 'action'; readonly action: string; readonly title: string }

/** Everything that `/` offers: plain blocks, references, and whatever modules put into the open slot. */
export function slashChoices(
  catalog: Catalog,
  wish: (wish: Wish) => void,
): (words: string) => Choice[] {
  const plain = (
    key: string,
    icon: string,
    label: string,
    hint: string,
    act: (chain: ChainedCommands) => ChainedCommands,
  ): Choice => ({
    key,
    icon,
    label,
    hint,
    group: t('Text'),
    run: (editor, range) => void act(editor.chain().focus().deleteRange(range)).run(),
  })
  const asking = (
    key: string,
    icon: string,
    label: string,
    group: string,
    asked: Wish,
  ): Choice => ({
    key,
    icon,
    label,
    group,
    run(editor: Editor, range: Range) {
      editor.chain().focus().deleteRange(range).run()
      wish(asked)
    },
  })
  const all = (): Choice[] => [
    plain('h1', 'heading', t('Heading 1'), '#', (c) => c.setNode('heading', { level: 1 })),
    plain('h2', 'heading', t('Heading 2'), '##', (c) => c.setNode('heading', { level: 2 })),
    plain('h3', 'heading', t('Heading 3'), '###', (c) => c.setNode('heading', { level: 3 })),
    plain('bullet', 'list', t('Bullet list'), '-', (c) => c.toggleBulletList()),
    plain('ordered', 'list', t('Numbered list'), '1.', (c) => c.toggleOrderedList()),
    plain('task', 'task', t('Task list'), '[ ]', (c) => c.toggleTaskList()),
    plain('table', 'table', t('Table'), '', (c) =>
      c.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
    ),
    plain('quote', 'quote', t('Quote'), '>', (c) => c.toggleBlockquote()),
    plain('code', 'code', t('Code'), '```', (c) => c.toggleCodeBlock()),
    plain('rule', 'divider', t('Divider'), '---', (c) => c.setHorizontalRule()),
    asking('picture', 'image', t('Picture'), t('Text'), { kind: 'file', picture: true }),
    asking('file', 'paperclip', t('File'), t('Text'), { kind: 'file', picture: false }),
    {
      key: 'person',
      icon: 'at',
      label: t('Person'),
      hint: '@',
      group: t('From Tenon'),
      run: (editor, range) =>
        void editor.chain().focus().deleteRange(range).insertContent('@').run(),
    },
    asking('card', 'apps', t('Card'), t('From Tenon'), { kind: 'card' }),
    asking('record', 'square', t('Record'), t('From Tenon'), { kind: 'record' }),
    asking('records', 'table', t('Table of records'), t('From Tenon'), { kind: 'records' }),
    ...(catalog.entity(TASK)
      ? [
          asking('project-task', 'task', t('Task of a project'), t('From Tenon'), {
            kind: 'record',
            entity: TASK,
          }),
        ]
      : []),
    ...catalog.placements('document-block').flatMap(({ module, title, icon, action }) =>
      action && catalog.can(action)
        ? [
            asking(
              `slot-${module}-${action}`,
              icon,
              wordOf(catalog, action, title),
              t('From modules'),
              {
                kind: 'action',
                action,
                title: wordOf(catalog, action, title),
              },
            ),
          ]
        : [],
    ),
  ]
  return (words) => {
    const asked = words.toLowerCase()
    return all().filter(
      ({ key, label }) => label.toLowerCase().includes(asked) || key.includes(asked),
    )
  }
}

const TASK = 'projects.task'
const wordOf = (catalog: Catalog, action: string, title: string): string =>
  moduleWord(action) ?? title ?? catalog.title(action, wordsOf(action))
