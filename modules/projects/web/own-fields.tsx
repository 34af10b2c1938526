import { useState } from 'react'
import { Check, ErrorLine, PersonName, SelectField, TextField, call, t, type Problem } from '#web'
import type { Project, Task } from './types.ts'

type Spec = NonNullable<Project['fields']>[number]

/** The project's further fields; each is written when one leaves it. */
export function OwnFields({
  task,
  fields,
  mine,
}: {
  task: Task
  fields: readonly Spec[]
  mine: boolean
}) {
  const [problem, setProblem] = useState<Problem>()
  if (fields.length === 0) return null
  const write = async (key: string, value: string | number | boolean | null) => {
    const answer = await call('projects.task.update', { task: task.id, custom: { [key]: value } })
    setProblem(answer.ok ? undefined : answer.problem)
  }
  return (
    <section className="section form" aria-label={t('Further fields')}>
      {fields.map((field) => (
        <OwnField
          key={`${field.key} ${String(task.custom?.[field.key] ?? '')}`}
          field={field}
          value={task.custom?.[field.key]}
          mine={mine}
          onWrite={(value) => void write(field.key, value)}
        />
      ))}
      <ErrorLine problem={problem} />
    </section>
  )
}

function OwnField({
  field,
  value,
  mine,
  onWrite,
}: {
  field: Spec
  value: string | number | boolean | undefined
  mine: boolean
  onWrite: (value: string | number | boolean | null) => void
}) {
  const [text, setText] = useState(String(value ?? ''))
  if (field.kind === 'boolean')
    return (
      <Check label={field.title} checked={value === true} disabled={!mine} onChange={onWrite} />
    )
  if (field.kind === 'person' && typeof value === 'string' && !mine)
    return <PersonName id={value} avatar />
  if (field.kind === 'choice')
    return (
      <SelectField
        label={field.title}
        value={String(value ?? '')}
        empty={t('None')}
        disabled={!mine}
        onChange={(next) => onWrite(next || null)}
        options={(field.choices ?? []).map((one) => ({ value: one, label: one }))}
      />
    )
  const leave = () => {
    const words = text.trim()
    if (words === String(value ?? '')) return
    onWrite(words === '' ? null : field.kind === 'number' ? Number(words) : words)
  }
  return (
    <TextField
      label={field.title}
      value={text}
      onChange={setText}
      onBlur={leave}
      disabled={!mine}
      type={field.kind === 'number' ? 'number' : field.kind === 'date' ? 'date' : 'text'}
    />
  )
}
