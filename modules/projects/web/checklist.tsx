import { useState } from 'react'
import { Button, Check, ErrorLine, IconButton, TextField, call, t, type Problem } from '#web'
import type { Task } from './types.ts'

/** Small steps within a task; each tick is written at once. */
export function Checklist({ task, mine }: { task: Task; mine: boolean }) {
  const [text, setText] = useState('')
  const [problem, setProblem] = useState<Problem>()
  const items = task.checklist ?? []
  if (items.length === 0 && !mine) return null
  const write = async (next: typeof items) => {
    const answer = await call('projects.task.update', {
      task: task.id,
      checklist: next.length ? next : null,
    })
    setProblem(answer.ok ? undefined : answer.problem)
    return answer.ok
  }
  return (
    <section className="section" aria-label={t('Checklist')}>
      <h3>
        {t('Checklist')}{' '}
        {items.length > 0 && (
          <small className="muted number">
            {items.filter(({ done }) => done).length}/{items.length}
          </small>
        )}
      </h3>
      <ErrorLine problem={problem} />
      {items.map((item, index) => (
        <div key={`${index} ${item.text}`} className="row">
          <Check
            label={item.text}
            checked={item.done}
            disabled={!mine}
            onChange={(done) =>
              void write(items.map((one, at) => (at === index ? { ...one, done } : one)))
            }
          />
          <span className="grow" />
          {mine && (
            <IconButton
              icon="close"
              size={16}
              label={t('Take away “{text}”', { text: item.text })}
              onClick={() => void write(items.filter((_, at) => at !== index))}
            />
          )}
        </div>
      ))}
      {mine && (
        <form
          className="row"
          onSubmit={(event) => {
            event.preventDefault()
            const words = text.trim()
            if (words)
              void write([...items, { text: words, done: false }]).then((ok) => ok && setText(''))
          }}
        >
          <div className="grow">
            <TextField
              label={t('A step')}
              hideLabel
              placeholder={t('A step')}
              value={text}
              onChange={setText}
              maxLength={300}
            />
          </div>
          <Button submit small disabled={!text.trim()}>
            {t('Add')}
          </Button>
        </form>
      )}
    </section>
  )
}
