import { useState } from 'react'
import {
  Button,
  Check,
  Dialog,
  ErrorLine,
  Field,
  Icon,
  RecordPicker,
  Segmented,
  SelectField,
  TextField,
  t,
  tn,
  useCommand,
} from '#web'
import { CopyField } from './copy-field.tsx'
import { addressesIn } from './addresses.ts'

type Kind = 'link' | 'code' | 'email'
interface Made {
  invitations: { id: string; email?: string; link?: string; code?: string; qr?: string }[]
}
const DAYS = ['1', '3', '7', '14', '30', '90']
const MOST = 500

/** A link with a picture, a code to read aloud, or letters to many. What it made is shown once. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [kind, setKind] = useState<Kind>('link')
  const [text, setText] = useState('')
  const [department, setDepartment] = useState('')
  const [approval, setApproval] = useState(false)
  const [days, setDays] = useState('7')
  const [most, setMost] = useState('')
  const create = useCommand<Made>('identity.invitation.create', {
    refresh: ['identity.invitation'],
  })
  const { good, bad } = addressesIn(text)
  const ready = kind !== 'email' || (good.length > 0 && good.length <= MOST && bad.length === 0)
  if (create.data)
    return <Shown made={create.data} kind={kind} days={Number(days)} onClose={onClose} />
  const submit = () =>
    create.mutate({
      kind,
      approval,
      days: Number(days),
      ...(kind === 'email' ? { emails: good } : {}),
      ...(kind !== 'email' && /^[1-9]\d{0,4}$/.test(most) ? { max_uses: Number(most) } : {}),
      ...(department ? { department } : {}),
    })
  const error =
    bad.length > 0
      ? t('Not an address: {list}', { list: bad.slice(0, 3).join('，') })
      : good.length > MOST
        ? t('At most {n} at once.', { n: MOST })
        : undefined
  return (
    <Dialog title={t('Invite colleagues')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) submit()
        }}
      >
        <Segmented
          label={t('How')}
          value={kind}
          onChange={setKind}
          options={[
            { value: 'link', label: t('Link'), icon: 'link' },
            { value: 'code', label: t('Join code'), icon: 'qr' },
            { value: 'email', label: t('By e-mail'), icon: 'mail' },
          ]}
        />
        {kind === 'email' && (
          <Field
            label={t('E-mail addresses')}
            required
            help={
              good.length > 0
                ? tn(good.length, '{n} address', '{n} addresses')
                : t('One per line, or pasted from a spreadsheet.')
            }
            error={error}
          >
            {(wires) => (
              <textarea
                {...wires}
                className="input area"
                rows={5}
                value={text}
                onChange={(event) => setText(event.target.value)}
              />
            )}
          </Field>
        )}
        <Field label={t('Department')} help={t('Where newcomers are placed.')}>
          {(wires) => (
            <RecordPicker
              wires={wires}
              entity="directory.department"
              value={department ? [department] : []}
              onChange={([id]) => setDepartment(id ?? '')}
            />
          )}
        </Field>
        <div className="pair">
          <SelectField
            label={t('Valid for')}
            value={days}
            onChange={setDays}
            options={DAYS.map((value) => ({
              value,
              label: tn(Number(value), '{n} day', '{n} days'),
            }))}
          />
          {kind !== 'email' && (
            <TextField
              label={t('How many may join')}
              value={most}
              onChange={setMost}
              inputMode="numeric"
              placeholder={t('As many as come')}
            />
          )}
        </div>
        <Check
          label={t('Joining needs approval')}
          help={t('Whoever comes waits until somebody lets them in.')}
          checked={approval}
          onChange={setApproval}
        />
        <ErrorLine problem={create.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            submit
            tone="primary"
            busy={create.isPending}
            disabled={!ready || create.isPending}
          >
            {kind === 'email'
              ? good.length > 1
                ? t('Invite {n} people', { n: good.length })
                : t('Send the invitation')
              : t('Make it')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Shown({
  made,
  kind,
  days,
  onClose,
}: {
  made: Made
  kind: Kind
  days: number
  onClose: () => void
}) {
  const [one] = made.invitations
  return (
    <Dialog
      title={
        kind === 'email'
          ? tn(
              made.invitations.length,
              '{n} invitation is on its way',
              '{n} invitations are on their way',
            )
          : t('Ready to share')
      }
      onClose={onClose}
    >
      <div className="stack shown">
        {kind === 'email' ? (
          <p className="row">
            <Icon name="check" />
            {t('The letters go out now. Each link is good once, for the address it was sent to.')}
          </p>
        ) : (
          <>
            {one?.qr && (
              <img
                className="qr"
                src={`data:image/svg+xml;utf8,${encodeURIComponent(one.qr)}`}
                width={200}
                height={200}
                alt={t('QR code of the link')}
              />
            )}
            {one?.code && (
              <p className="join-code big" aria-label={t('Join code')}>
                {one.code}
              </p>
            )}
            {one?.link && <CopyField label={t('Link')} value={one.link} />}
            <p className="muted">
              {tn(
                days,
                'Good for {n} day. The link is shown only now.',
                'Good for {n} days. The link is shown only now.',
              )}
            </p>
          </>
        )}
        <div className="form-foot">
          <Button tone="primary" onClick={onClose}>
            {t('Done')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
