import { useState, type FormEvent } from 'react'
import { Button, Dialog, Field, RecordPicker, Segmented, t } from '#web'
import type { Granted } from './types.ts'

/** A person, a department with those below it, a group, or everybody. */
export function AddHolder({
  taken,
  onDone,
  onClose,
}: {
  taken: readonly Granted[]
  onDone: (line: Granted) => void
  onClose: () => void
}) {
  const [kind, setKind] = useState<Granted['kind']>('person')
  const [holder, setHolder] = useState('')
  const kinds: { value: Granted['kind']; label: string }[] = [
    { value: 'person', label: t('Person') },
    { value: 'department', label: t('Department') },
    { value: 'group', label: t('User group') },
    { value: 'everyone', label: t('Everybody') },
  ]
  const there = taken.some((line) => line.kind === kind && (line.holder ?? '') === holder)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const rights = ['use', 'add', 'change']
    onDone(kind === 'everyone' ? { kind, rights } : { kind, holder, rights })
  }
  return (
    <Dialog title={t('Name somebody')} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <Segmented
          label={t('To a')}
          value={kind}
          onChange={(next) => {
            setKind(next)
            setHolder('')
          }}
          options={kinds}
        />
        {kind !== 'everyone' && (
          <Field
            label={kinds.find(({ value }) => value === kind)!.label}
            required
            help={kind === 'department' ? t('Departments below it are included.') : undefined}
          >
            {(wires) => (
              <RecordPicker
                key={kind}
                wires={wires}
                entity={`directory.${kind}`}
                value={holder ? [holder] : []}
                onChange={([id]) => setHolder(id ?? '')}
              />
            )}
          </Field>
        )}
        {there && <p className="muted">{t('This one is named already.')}</p>}
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" disabled={there || (kind !== 'everyone' && !holder)}>
            {t('Add')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
