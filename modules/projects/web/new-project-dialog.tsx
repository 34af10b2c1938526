import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  PersonPicker,
  RecordPicker,
  SelectField,
  TextField,
  isChinese,
  t,
  useAction,
  useCatalog,
  useCommand,
} from '#web'
import type { Project } from './types.ts'

interface Words {
  en: string
  zh: string
}
interface Templates {
  items: { id: string; title: Words; description: Words; states: Words[] }[]
}

/** Name, template, people and group: enough to begin. */
export function NewProjectDialog({
  onDone,
  onClose,
}: {
  onDone: (id: string) => void
  onClose: () => void
}) {
  const { actor } = useCatalog()
  const templates = useAction<Templates>('projects.template.list').data?.items ?? []
  const [name, setName] = useState('')
  const [key, setKey] = useState<string>()
  const [template, setTemplate] = useState('simple')
  const [people, setPeople] = useState<string[]>([])
  const [group, setGroup] = useState<'new' | 'chosen' | 'none'>('new')
  const [conversation, setConversation] = useState<string[]>([])
  const word = (words: Words) => (isChinese() ? words.zh : words.en)
  const chosen = templates.find(({ id }) => id === template)
  const create = useCommand<Project>('projects.project.create', {
    refresh: ['projects.project', 'projects.task'],
    onDone: ({ id }) => {
      onClose()
      onDone(id)
    },
  })
  const shortened = key ?? keyFrom(name)
  const ready = name.trim() !== '' && shortened !== '' && (group !== 'chosen' || conversation[0])
  const wrong = (field: string) =>
    create.problem?.fields?.find(({ path }) => path === `/${field}`)?.message
  return (
    <Dialog title={t('New project')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (!ready) return
          create.mutate({
            name: name.trim(),
            key: shortened,
            template,
            people,
            group,
            ...(group === 'chosen' ? { conversation: conversation[0] } : {}),
            language: isChinese() ? 'zh' : 'en',
          })
        }}
      >
        <TextField label={t('Name')} required value={name} onChange={setName} maxLength={100} />
        <TextField
          label={t('Key')}
          required
          help={t('Stands before each task’s number: {key}-12.', { key: shortened || 'KEY' })}
          error={wrong('key')}
          value={shortened}
          onChange={(text) =>
            setKey(
              text
                .toUpperCase()
                .replaceAll(/[^A-Z0-9]/g, '')
                .slice(0, 10),
            )
          }
        />
        <SelectField
          label={t('Template')}
          value={template}
          onChange={setTemplate}
          options={templates.map(({ id, title }) => ({ value: id, label: word(title) }))}
          help={chosen && `${word(chosen.description)} ${chosen.states.map(word).join(' → ')}`}
        />
        <Field label={t('Members')}>
          {(wires) => (
            <PersonPicker
              wires={wires}
              many
              value={people}
              onChange={setPeople}
              without={[actor.id]}
            />
          )}
        </Field>
        <SelectField
          label={t('Group')}
          value={group}
          onChange={(next) => setGroup(next as typeof group)}
          options={[
            { value: 'new', label: t('A new group of its members') },
            { value: 'chosen', label: t('A group that I am in') },
            { value: 'none', label: t('No group') },
          ]}
          help={t('Moved tasks are told there, by one card each.')}
        />
        {group === 'chosen' && (
          <Field label={t('Which group')} required>
            {(wires) => (
              <RecordPicker
                wires={wires}
                entity="chat.conversation"
                value={conversation}
                onChange={setConversation}
              />
            )}
          </Field>
        )}
        <ErrorLine problem={create.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={create.isPending} disabled={!ready}>
            {t('Start the project')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The first letters of Latin words; Chinese names have none, so the person writes it. */
function keyFrom(name: string): string {
  const words = name.toUpperCase().match(/[A-Z0-9]+/g) ?? []
  const letters = words.length > 1 ? words.map((word) => word[0]).join('') : (words[0] ?? '')
  return /^[A-Z]/.test(letters) && letters.length > 1 ? letters.slice(0, 6) : ''
}
