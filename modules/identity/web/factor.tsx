import { useState } from 'react'
import { Button, Dialog, ErrorLine, Icon, TextField, copy, t, useCommand } from '#web'
import { CopyField } from './copy-field.tsx'
import { PasswordForm } from './password-form.tsx'
import { Line, SmallButton } from './line.tsx'

/** A second proof besides the password: six digits of an app. */
export function Factor({ on, onChanged }: { on: boolean; onChanged: () => void }) {
  const [open, setOpen] = useState(false)
  const shut = () => {
    setOpen(false)
    onChanged()
  }
  return (
    <Line
      icon="phone"
      title={t('Authenticator app')}
      text={
        on
          ? t('Signing in also asks for six digits of the app.')
          : t(
              'Asks for six digits of an app when signing in, so that a lost password opens nothing.',
            )
      }
      tone={on ? 'success' : undefined}
    >
      <SmallButton onClick={() => setOpen(true)}>{on ? t('Turn off') : t('Set up')}</SmallButton>
      {open && (on ? <TurnOff onClose={shut} /> : <SetUp onClose={shut} />)}
    </Line>
  )
}

function SetUp({ onClose }: { onClose: () => void }) {
  const start = useCommand<{ secret: string; qr: string }>('identity.totp.start', { refresh: [] })
  const confirm = useCommand<{ recovery_codes: string[] }>('identity.totp.confirm', {
    refresh: ['identity.session'],
  })
  const [code, setCode] = useState('')
  if (confirm.data) return <Codes codes={confirm.data.recovery_codes} onClose={onClose} />
  return (
    <Dialog title={t('Set up the authenticator app')} onClose={onClose}>
      {!start.data ? (
        <PasswordForm
          text={t('First your password, so that nobody else sets it up.')}
          verb={t('Continue')}
          command={start}
          onClose={onClose}
        />
      ) : (
        <form
          className="form shown"
          onSubmit={(event) => {
            event.preventDefault()
            confirm.mutate({ code: code.replaceAll(/\s/g, '') })
          }}
        >
          <p>
            {t(
              'Scan the picture with an authenticator app, then type the six digits that it shows.',
            )}
          </p>
          <img
            className="qr"
            src={`data:image/svg+xml;utf8,${encodeURIComponent(start.data.qr)}`}
            width={200}
            height={200}
            alt={t('QR code for the app')}
          />
          <CopyField label={t('Or type this key into the app')} value={start.data.secret} />
          <TextField
            label={t('Six digits')}
            required
            value={code}
            onChange={setCode}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={7}
          />
          <ErrorLine problem={confirm.problem} />
          <div className="form-foot">
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button
              submit
              tone="primary"
              busy={confirm.isPending}
              disabled={!/^\d{3}\s?\d{3}$/.test(code) || confirm.isPending}
            >
              {t('Turn on')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}

function Codes({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const [copied, setCopied] = useState(false)
  return (
    <Dialog title={t('Keep these recovery codes')} onClose={onClose}>
      <div className="stack">
        <p className="note">
          <Icon name="warning" size={18} />
          {t('Each opens your account once when the telephone is lost. They are not shown again.')}
        </p>
        <ul className="codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div className="form-foot">
          <Button
            icon={copied ? 'check' : 'copy'}
            onClick={() => void copy(codes.join('\n')).then(() => setCopied(true))}
          >
            {copied ? t('Copied') : t('Copy all')}
          </Button>
          <Button tone="primary" onClick={onClose}>
            {t('I have kept them')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function TurnOff({ onClose }: { onClose: () => void }) {
  const remove = useCommand('identity.totp.remove', { refresh: [], onDone: onClose })
  return (
    <Dialog title={t('Turn the authenticator app off')} onClose={onClose}>
      <PasswordForm
        text={t(
          'From then on the password alone opens your account. The recovery codes are gone too.',
        )}
        verb={t('Turn off')}
        danger
        command={remove}
        onClose={onClose}
      />
    </Dialog>
  )
}
