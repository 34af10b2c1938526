import { useState } from 'react'
import { Button, ErrorLine, TextField, t, type Problem } from '#web'

/** Asks for the password before something that only its owner may do. */
export function PasswordForm({
  text,
  verb,
  danger,
  command,
  extra = {},
  onClose,
  children,
}: {
  text: string
  verb: string
  danger?: boolean
  command: {
    mutate: (input: Record<string, unknown>) => void
    isPending: boolean
    problem?: Problem | undefined
  }
  extra?: Record<string, unknown>
  onClose: () => void
  children?: React.ReactNode
}) {
  const [password, setPassword] = useState('')
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault()
        if (password) command.mutate({ password, ...extra })
      }}
    >
      <p>{text}</p>
      {children}
      <TextField
        label={t('Password')}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={setPassword}
        autoFocus
      />
      <ErrorLine problem={command.problem} />
      <div className="form-foot">
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button
          submit
          tone={danger ? 'danger' : 'primary'}
          busy={command.isPending}
          disabled={!password || command.isPending}
        >
          {verb}
        </Button>
      </div>
    </form>
  )
}
