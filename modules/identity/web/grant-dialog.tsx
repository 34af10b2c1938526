import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  Field,
  RecordPicker,
  Segmented,
  t,
  told,
  useCommand,
} from '#web'
import { roleName, type Role } from './rights.ts'

type Kind = 'person' | 'department' | 'post' | 'group'

export function GrantDialog({ role, onClose }: { role: Role; onClose: () => void }) {
  const [kind, setKind] = useState<Kind>('person')
  const [holder, setHolder] = useState('')
  const name = roleName(role)
  const grant = useCommand('identity.grant.create', {
    refresh: ['identity.grant', 'identity.role'],
    onDone: () => {
      onClose()
      told(t('{name} is granted.', { name }))
    },
  })
  const kinds: { value: Kind; label: string }[] = [
    { value: 'person', label: t('Person') },
    { value: 'department', label: t('Department') },
    { value: 'post', label: t('Post') },
    { value: 'group', label: t('User group') },
  ]
  const choices = role.id === 'owner' ? kinds.slice(0, 1) : kinds
  return (
    <Dialog title={t('Grant {name}', { name })} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (holder) grant.mutate({ role: role.id, kind, holder })
        }}
      >
        {choices.length > 1 && (
          <Segmented
            label={t('To a')}
            value={kind}
            onChange={(next) => {
              setKind(next)
              setHolder('')
            }}
            options={choices}
          />
        )}
        <Field
          label={kinds.find(({ value }) => value === kind)!.label}
          required
          help={t('It takes effect at once.')}
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
        <ErrorLine problem={grant.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            submit
            tone="primary"
            busy={grant.isPending}
            disabled={!holder || grant.isPending}
          >
            {t('Grant')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
