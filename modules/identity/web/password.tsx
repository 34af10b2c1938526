import { useState } from 'react'
import { Button, Dialog, ErrorLine, TextField, t, told, useCatalog, useCommand } from '#web'
import { Line, SmallButton } from './line.tsx'

const LEAST = 10

export function Password({ account }: { account: string }) {
  const { can } = useCatalog()
  const [open, setOpen] = useState(false)
  return (
    <Line icon="lock" title={t('Password')} text={account}>
      {can('identity.password.change') && (
        <SmallButton onClick={() => setOpen(true)}>{t('Change')}</SmallButton>
      )}
      {open && <PasswordDialog onClose={() => setOpen(false)} />}
    </Line>
  )
}

function PasswordDialog({ onClose }: { onClose: () => void }) {
  const [present, setPresent] = useState('')
  const [password, setPassword] = useState('')
  const [again, setAgain] = useState('')
  const [left, setLeft] = useState(false)
  const change = useCommand('identity.password.change', {
    refresh: ['identity.session'],
    onDone: () => {
      onClose()
      told(t('The password is changed. Other sessions have ended.'))
    },
  })
  const differs = left && again !== '' && again !== password
  const ready = present !== '' && password.length >= LEAST && again === password
  return (
    <Dialog title={t('Change the password')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          setLeft(true)
          if (ready) change.mutate({ present, password })
        }}
      >
        <TextField
          label={t('Present password')}
          type="password"
          autoComplete="current-password"
          required
          value={present}
          onChange={setPresent}
          autoFocus
        />
        <TextField
          label={t('New password')}
          type="password"
          autoComplete="new-password"
          required
          help={t('At least {n} characters. A few words are easy to keep and hard to guess.', {
            n: LEAST,
          })}
          value={password}
          onChange={setPassword}
        />
        <TextField
          label={t('New password, once more')}
          type="password"
          autoComplete="new-password"
          required
          value={again}
          onChange={setAgain}
          onBlur={() => setLeft(true)}
          error={differs ? t('The two differ.') : undefined}
        />
        <ErrorLine problem={change.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            submit
            tone="primary"
            busy={change.isPending}
            disabled={!ready || change.isPending}
          >
            {t('Change')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
