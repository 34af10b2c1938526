import { useState } from 'react'
import { Button, TextField, SelectField, ErrorLine, t, useCommand } from '#web'

/** Written down in one line; Enter keeps it. */
export function QuickItem({ day }: { day: string }) {
  const [title, setTitle] = useState('')
  const [due, setDue] = useState<'none' | 'today' | 'tomorrow' | 'week'>('none')
  const add = useCommand('todo.item.create', { onDone: () => setTitle('') })
  const days = { none: undefined, today: 0, tomorrow: 1, week: 7 }[due]
  return (
    <form
      className="todo-quick"
      onSubmit={(event) => {
        event.preventDefault()
        const words = title.trim()
        if (words)
          add.mutate({ title: words, ...(days === undefined ? {} : { due_on: later(day, days) }) })
      }}
    >
      <TextField
        label={t('Write down what you have to do')}
        hideLabel
        placeholder={t('Write down what you have to do')}
        value={title}
        onChange={setTitle}
        maxLength={300}
      />
      <SelectField
        label={t('Due')}
        hideLabel
        value={due}
        onChange={(next) => setDue(next as typeof due)}
        options={[
          { value: 'none', label: t('No day') },
          { value: 'today', label: t('Today') },
          { value: 'tomorrow', label: t('Tomorrow') },
          { value: 'week', label: t('In a week') },
        ]}
      />
      <Button submit tone="primary" icon="plus" busy={add.isPending} disabled={!title.trim()}>
        {t('Add')}
      </Button>
      <ErrorLine problem={add.problem} />
    </form>
  )
}

function later(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
