import { useState } from 'react'
import { Button, Dialog, ErrorLine, Field, call, t, tn, told, useCommand } from '#web'
import type { Project } from './types.ts'

/** Pasted rows or a CSV file; all of it or nothing. */
export function ImportDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const [text, setText] = useState('')
  const load = useCommand<{ created: number }>('projects.task.import', {
    refresh: ['projects.task'],
    onDone: ({ created }) => {
      onClose()
      told(tn(created, '{n} task is there.', '{n} tasks are there.'))
    },
  })
  const problems = load.problem?.['problems'] as string[] | undefined
  return (
    <Dialog title={t('Import tasks')} onClose={onClose} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim()) load.mutate({ project: project.id, text })
        }}
      >
        <Field label={t('A CSV file')}>
          {(wires) => (
            <input
              {...wires}
              type="file"
              accept=".csv,.tsv,.txt,text/csv"
              onChange={(event) =>
                void event.target.files?.[0]?.text().then((read) => setText(read))
              }
            />
          )}
        </Field>
        <Field
          label={t('Or paste rows')}
          help={t(
            'The first line names the columns: title, state, assignee, priority, start, due, estimate, labels, description.',
          )}
        >
          {(wires) => (
            <textarea
              {...wires}
              className="input"
              rows={8}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          )}
        </Field>
        <ErrorLine problem={load.problem} />
        {problems && problems.length > 1 && (
          <ul className="import-problems">
            {problems.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={load.isPending} disabled={!text.trim()}>
            {t('Import')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** All tasks as one file, page after page. */
export async function download(project: string): Promise<void> {
  const parts: string[] = []
  let name = 'tasks.csv'
  let cursor: string | undefined
  do {
    const answer = await call<{ file_name: string; text: string; next?: string }>(
      'projects.task.export',
      { project, ...(cursor ? { cursor } : {}) },
    )
    if (!answer.ok) return told(answer.problem.detail)
    parts.push(cursor ? answer.value.text.replace(/^\uFEFF/, '') : answer.value.text)
    name = answer.value.file_name
    cursor = answer.value.next
  } while (cursor)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob(parts, { type: 'text/csv' }))
  link.download = name
  link.click()
  URL.revokeObjectURL(link.href)
}
