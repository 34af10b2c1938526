import { useState } from 'react'
import { Button, Dialog, ErrorLine, TextField, queries, t, told, useCommand } from '#web'
import { OpenField } from '../about-step.tsx'
import type { Source } from '../types.ts'

/** Its name, and whom what it can do is for. */
export function AboutDialog({ source, onClose }: { source: Source; onClose: () => void }) {
  const [title, setTitle] = useState(source.title)
  const [open, setOpen] = useState(source.open)
  const save = useCommand('imports.source.update', {
    refresh: ['imports.', 'catalogue.'],
    onDone: () => {
      void queries.invalidateQueries({ queryKey: ['manifest'] })
      told(t('Saved'))
      onClose()
    },
  })
  return (
    <Dialog title={t('Name and rights')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({ source: source.id, title: title.trim(), open })
        }}
      >
        <TextField label={t('Name')} required value={title} onChange={setTitle} maxLength={100} />
        <OpenField value={open} onChange={setOpen} />
        <ErrorLine problem={save.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={save.isPending} disabled={title.trim() === ''}>
            {t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
