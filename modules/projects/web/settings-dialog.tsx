import { useState } from 'react'
import { Button, Dialog, ErrorLine, IconButton, SelectField, TextField, t, useCommand } from '#web'
import type { Category, Project } from './types.ts'

type Field = NonNullable<Project['fields']>[number]

/** Name, columns and further fields; archiving at the foot. For leads. */
export function SettingsDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const [name, setName] = useState(project.name)
  const [states, setStates] = useState(project.states)
  const [fields, setFields] = useState<Field[]>(project.fields ?? [])
  const save = useCommand('projects.project.update', {
    refresh: ['projects.project'],
    onDone: onClose,
  })
  const archived = project.state === 'archived'
  const put = (index: number, part: Partial<Project['states'][number]>) =>
    setStates(states.map((one, at) => (at === index ? { ...one, ...part } : one)))
  const set = (index: number, part: Partial<Field>) =>
    setFields(fields.map((one, at) => (at === index ? { ...one, ...part } : one)))
  const swap = (index: number) => {
    const next = [...states]
    ;[next[index - 1], next[index]] = [next[index]!, next[index - 1]!]
    setStates(next)
  }
  return (
    <Dialog title={t('Settings of the project')} onClose={onClose} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({
            project: project.id,
            name,
            states,
            fields: fields.length
              ? fields.map((field) => ({ ...field, choices: field.choices?.filter(Boolean) }))
              : null,
          })
        }}
      >
        <TextField label={t('Name')} required value={name} onChange={setName} maxLength={100} />
        <fieldset className="project-states">
          <legend>{t('Columns')}</legend>
          {states.map((state, index) => (
            <div key={state.key} className="row">
              <div className="grow">
                <TextField
                  label={t('Column {n}', { n: index + 1 })}
                  hideLabel
                  value={state.name}
                  onChange={(next) => put(index, { name: next })}
                  maxLength={60}
                />
              </div>
              <SelectField
                label={t('Counts as')}
                hideLabel
                value={state.category}
                onChange={(next) => put(index, { category: next as Category })}
                options={[
                  { value: 'todo', label: t('To do') },
                  { value: 'doing', label: t('Doing') },
                  { value: 'done', label: t('Done') },
                ]}
              />
              <IconButton
                icon="up"
                size={16}
                label={t('Move “{name}” to the front', { name: state.name })}
                disabled={index === 0}
                onClick={() => swap(index)}
              />
              <IconButton
                icon="close"
                size={16}
                label={t('Take away “{text}”', { text: state.name })}
                onClick={() => setStates(states.filter((_, at) => at !== index))}
              />
            </div>
          ))}
          <Button
            small
            icon="plus"
            onClick={() =>
              setStates([
                ...states,
                { key: freshKey(states), name: t('New column'), category: 'doing' },
              ])
            }
          >
            {t('Add a column')}
          </Button>
        </fieldset>
        <fieldset className="project-states">
          <legend>{t('Further fields')}</legend>
          {fields.map((field, index) => (
            <div key={field.key} className="row">
              <div className="grow">
                <TextField
                  label={t('Field {n}', { n: index + 1 })}
                  hideLabel
                  value={field.title}
                  onChange={(title) => set(index, { title })}
                  maxLength={100}
                />
              </div>
              <SelectField
                label={t('Kind')}
                hideLabel
                value={field.kind}
                onChange={(kind) => set(index, { kind })}
                options={[
                  { value: 'text', label: t('Text') },
                  { value: 'number', label: t('Number') },
                  { value: 'boolean', label: t('Yes or no') },
                  { value: 'date', label: t('Day') },
                  { value: 'choice', label: t('Choice') },
                ]}
              />
              {field.kind === 'choice' && (
                <div className="grow">
                  <TextField
                    label={t('Choices, with commas between')}
                    hideLabel
                    placeholder={t('Choices, with commas between')}
                    value={(field.choices ?? []).join(', ')}
                    onChange={(text) =>
                      set(index, {
                        choices: text.split(/[,，、]\s?/).map((one) => one.trimStart()),
                      })
                    }
                  />
                </div>
              )}
              <IconButton
                icon="close"
                size={16}
                label={t('Take away “{text}”', { text: field.title })}
                onClick={() => setFields(fields.filter((_, at) => at !== index))}
              />
            </div>
          ))}
          <Button
            small
            icon="plus"
            onClick={() =>
              setFields([...fields, { key: freshKey(fields), title: t('New field'), kind: 'text' }])
            }
          >
            {t('Add a field')}
          </Button>
        </fieldset>
        <ErrorLine problem={save.problem} />
        <div className="form-foot">
          <Button
            onClick={() =>
              save.mutate({ project: project.id, state: archived ? 'active' : 'archived' })
            }
          >
            {archived ? t('Take it up again') : t('Archive the project')}
          </Button>
          <Button submit tone="primary" busy={save.isPending}>
            {t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** Keys only have to differ; people never see them. */
function freshKey(taken: readonly { key: string }[]): string {
  let n = taken.length + 1
  while (taken.some(({ key }) => key === `x${n}`)) n++
  return `x${n}`
}
