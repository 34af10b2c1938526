import { useRef, useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Icon,
  SelectField,
  TextField,
  go,
  language,
  t,
  useCatalog,
  useCommand,
} from '#web'
import { pathOf, type DocumentRow } from './types.ts'

export interface Where {
  readonly space?: 'personal' | 'organisation'
  readonly conversation?: string
  readonly parent?: string
  readonly folder?: boolean
}

const ICONS: Record<string, string> = { meeting: '📝', weekly: '📅', brief: '🎯', decision: '⚖️' }

/** Empty, from a template, from Markdown; or a folder. */
export function NewDialog({ where, onClose }: { where: Where; onClose: () => void }) {
  const { folder = false, ...place } = where
  const catalog = useCatalog()
  const [title, setTitle] = useState('')
  const [space, setSpace] = useState(place.space ?? 'personal')
  const [template, setTemplate] = useState('')
  const [markdown, setMarkdown] = useState<{ name: string; text: string }>()
  const file = useRef<HTMLInputElement>(null)
  const create = useCommand<DocumentRow>('documents.document.create', {
    onDone: ({ id, kind }) => {
      onClose()
      if (kind === 'document') go(pathOf(id))
    },
  })
  const templates =
    catalog.action('documents.document.create')?.input.properties?.['template']?.enum ?? []
  const submit = () =>
    create.mutate({
      ...place,
      ...(place.parent || place.conversation ? {} : { space }),
      kind: folder ? 'folder' : 'document',
      language: language.get(),
      ...(title.trim() ? { title: title.trim() } : {}),
      ...(template ? { template } : {}),
      ...(markdown ? { markdown: markdown.text } : {}),
    })
  return (
    <Dialog title={folder ? t('New folder') : t('New document')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <TextField
          label={t('Title')}
          value={title}
          onChange={setTitle}
          maxLength={200}
          placeholder={template ? t('From the template') : t('Untitled')}
        />
        {!place.parent && !place.conversation && (
          <SelectField
            label={t('Where')}
            value={space}
            onChange={(value) => setSpace(value as typeof space)}
            options={[
              { value: 'personal', label: t('My documents: only I, until I share it') },
              { value: 'organisation', label: t('For everybody: all colleagues may edit') },
            ]}
          />
        )}
        {!folder && (
          <fieldset className="templates">
            <legend>{t('Begin with')}</legend>
            {['', ...templates.map(String)].map((key) => (
              <label
                key={key}
                className={`template ${template === key && !markdown ? 'chosen' : ''}`}
              >
                <input
                  type="radio"
                  name="template"
                  className="unseen"
                  checked={template === key && !markdown}
                  onChange={() => {
                    setTemplate(key)
                    setMarkdown(undefined)
                  }}
                />
                <span aria-hidden>{ICONS[key] ?? '📄'}</span>
                {key
                  ? catalog.title(`documents.document.create.template.${key}`, t(NAMES[key] ?? key))
                  : t('An empty page')}
              </label>
            ))}
            <button
              type="button"
              className={`template ${markdown ? 'chosen' : ''}`}
              onClick={() => file.current?.click()}
            >
              <Icon name="upload" size={18} />
              {markdown?.name ?? t('A Markdown file')}
            </button>
          </fieldset>
        )}
        <input
          ref={file}
          type="file"
          hidden
          accept=".md,.markdown,text/markdown,text/plain"
          aria-label={t('A Markdown file')}
          onChange={(event) => {
            const [chosen] = event.target.files ?? []
            if (!chosen) return
            void chosen.text().then((text) => setMarkdown({ name: chosen.name, text }))
            if (!title) setTitle(chosen.name.replace(/\.\w+$/, ''))
            setTemplate('')
          }}
        />
        <ErrorLine problem={create.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={create.isPending}>
            {t('Create')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const NAMES: Record<string, string> = {
  meeting: 'Meeting minutes',
  weekly: 'Weekly report',
  brief: 'Project brief',
  decision: 'Decision record',
}
