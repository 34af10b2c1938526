import { useState } from 'react'
import { Button, Check, Dialog, ErrorLine, Icon, SelectField, TextField, t, useCommand } from '#web'
import { CopyLine } from './copy-line.tsx'
import { LinesField, linesOf } from './lines-field.tsx'
import { RightsField } from './rights-field.tsx'
import type { App, Kind } from './types.ts'

const KINDS: readonly Kind[] = ['web', 'browser', 'native', 'service']
export const kindTitle = (kind: Kind): string =>
  ({
    web: t('Web app with a server'),
    browser: t('Web app without a server'),
    native: t('Program on a device'),
    service: t('Program without people'),
  })[kind]

interface Made {
  client_id?: string
  secret?: string
  issuer?: string
}

/** Registers an app, or changes one; a new one’s secret is shown once, right here. */
export function AppForm({ app, onClose }: { app?: App; onClose(): void }) {
  const [name, setName] = useState(app?.name ?? '')
  const [kind, setKind] = useState<Kind>(app?.kind ?? 'web')
  const [redirects, setRedirects] = useState((app?.redirect_uris ?? []).join('\n'))
  const [logouts, setLogouts] = useState((app?.logout_uris ?? []).join('\n'))
  const [notice, setNotice] = useState(app?.logout_notice_uri ?? '')
  const [scopes, setScopes] = useState(app?.scopes ?? [])
  const [anyone, setAnyone] = useState(app?.anyone ?? false)
  const save = useCommand<Made>(app ? 'oidc.client.update' : 'oidc.client.register', {
    refresh: ['oidc.client'],
    onDone: () => app && onClose(),
  })
  if (save.data && !app) return <Credentials made={save.data} onClose={onClose} />
  const people = kind !== 'service'
  const ready = name.trim() !== '' && (!people || linesOf(redirects).length > 0)
  const submit = () =>
    save.mutate({
      ...(app ? { client: app.id } : { kind }),
      name: name.trim(),
      redirect_uris: people ? linesOf(redirects) : [],
      logout_uris: people ? linesOf(logouts) : [],
      ...(notice.trim() || app ? { logout_notice_uri: notice.trim() } : {}),
      scopes,
      anyone: people && anyone,
    })
  return (
    <Dialog title={app ? app.name : t('Register an app')} onClose={onClose} wide>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) submit()
        }}
      >
        <TextField
          label={t('Name')}
          required
          autoFocus
          maxLength={100}
          help={t('People see it when they sign in.')}
          value={name}
          onChange={setName}
        />
        {app ? (
          <CopyLine label={t('Client id')} value={app.client_id} />
        ) : (
          <SelectField
            label={t('Kind')}
            value={kind}
            onChange={(value) => setKind(value as Kind)}
            options={KINDS.map((value) => ({ value, label: kindTitle(value) }))}
          />
        )}
        {people && (
          <>
            <LinesField
              label={t('Redirect addresses')}
              required
              help={t('Where people come back to, one a line, letter by letter.')}
              placeholder="https://app.example.com/callback"
              value={redirects}
              onChange={setRedirects}
            />
            <LinesField
              label={t('Addresses after signing out')}
              placeholder="https://app.example.com/"
              value={logouts}
              onChange={setLogouts}
            />
            <TextField
              label={t('Address that is told of a sign-out')}
              help={t('Its server hears at once when somebody signs out or leaves.')}
              placeholder="https://app.example.com/backchannel-logout"
              value={notice}
              onChange={setNotice}
            />
            <Check
              label={t('For people of other organisations too')}
              checked={anyone}
              onChange={setAnyone}
            />
          </>
        )}
        <RightsField value={scopes} onChange={setScopes} />
        <ErrorLine problem={save.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={save.isPending} disabled={!ready || save.isPending}>
            {app ? t('Save') : t('Register')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** What its developer needs; the secret is never shown again. */
export function Credentials({ made, onClose }: { made: Made; onClose(): void }) {
  return (
    <Dialog title={t('For the app’s developer')} onClose={onClose}>
      <div className="stack">
        {made.secret && (
          <p className="oidc-note">
            <Icon name="warning" size={18} />
            {t('Copy the secret now: it is not shown again.')}
          </p>
        )}
        {made.issuer && <CopyLine label={t('Issuer')} value={made.issuer} />}
        {made.client_id && <CopyLine label={t('Client id')} value={made.client_id} />}
        {made.secret && <CopyLine label={t('Secret')} value={made.secret} />}
        <div className="form-foot">
          <Button tone="primary" onClick={onClose}>
            {t('Done')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
