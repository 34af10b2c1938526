import { useState, type FormEvent } from 'react'
import { Button, Dialog, ErrorLine, TextField, call, t, type Problem } from '#web'
import { IconChoice } from './face.tsx'
import type { Manifest } from './types.ts'

/** An app without a file: its name, its icon, its first list. */
export function BlankApp({
  onDone,
  onClose,
}: {
  onDone: (manifest: Manifest) => void
  onClose: () => void
}) {
  const [name, setName] = useState('')
  const [list, setList] = useState('')
  const [icon, setIcon] = useState('table')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    const answer = await call<{ manifest: Manifest }>('apps.app.sketch', {
      name: name.trim(),
      list: list.trim(),
      icon,
    })
    setBusy(false)
    if (answer.ok) onDone(answer.value.manifest)
    else setProblem(answer.problem)
  }
  return (
    <Dialog title={t('Begin with an empty app')} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <TextField
          label={t('Name of the app')}
          required
          maxLength={100}
          value={name}
          onChange={setName}
        />
        <TextField
          label={t('Name of its first list')}
          help={t('What its records are, e.g. customers or visits. More lists can follow.')}
          required
          maxLength={100}
          value={list}
          onChange={setList}
        />
        <IconChoice value={icon} onChange={setIcon} />
        <ErrorLine problem={problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={busy} disabled={!(name.trim() && list.trim())}>
            {t('Choose its fields')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
