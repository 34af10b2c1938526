import { useRef, useState } from 'react'
import {
  Avatar,
  Button,
  Dialog,
  ErrorLine,
  Field,
  Segmented,
  t,
  told,
  upload,
  useCommand,
  type FileInfo,
  type Person,
  type Problem,
} from '#web'
import { AFTER_CHANGE } from './departments.ts'
import { shownTo } from './person-form.tsx'

type Shown = 'all' | 'department' | 'hidden'

/** One's own picture, and who sees one's telephone and mail. */
export function ProfileForm({ person, onClose }: { person: Person; onClose: () => void }) {
  const [avatar, setAvatar] = useState(person.avatar)
  const [shown, setShown] = useState<Shown>(
    (person.contact_visibility as Shown | undefined) ?? 'all',
  )
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<Problem>()
  const input = useRef<HTMLInputElement>(null)
  const save = useCommand('directory.profile.update', {
    refresh: AFTER_CHANGE,
    onDone: () => {
      onClose()
      told(t('Your profile is changed.'))
    },
  })
  const send = async (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    const answer = await upload<FileInfo>(file)
    setBusy(false)
    setWrong(answer.ok ? undefined : answer.problem)
    if (answer.ok) setAvatar(answer.value.id)
  }
  return (
    <Dialog title={t('My profile')} onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault()
          save.mutate({
            contact_visibility: shown,
            ...(avatar === person.avatar ? {} : { avatar: avatar ?? null }),
          })
        }}
      >
        <div className="row">
          <Avatar name={person.name} id={person.id} file={avatar} size={64} />
          <input
            ref={input}
            type="file"
            accept="image/*"
            className="unseen"
            tabIndex={-1}
            aria-label={t('Picture')}
            onChange={(event) => void send(event.target.files?.[0])}
          />
          <Button icon="image" busy={busy} onClick={() => input.current?.click()}>
            {t('Choose a picture')}
          </Button>
          {avatar && (
            <Button tone="quiet" onClick={() => setAvatar(undefined)}>
              {t('Without a picture')}
            </Button>
          )}
        </div>
        <Field
          label={t('Who sees my mobile and e-mail')}
          help={t('Your manager and the administrators always do.')}
        >
          {() => (
            <Segmented
              label={t('Who sees my mobile and e-mail')}
              value={shown}
              onChange={setShown}
              options={(['all', 'department', 'hidden'] as const).map((value) => ({
                value,
                label: shownTo(value),
              }))}
            />
          )}
        </Field>
        <ErrorLine problem={wrong ?? save.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={save.isPending} disabled={busy || save.isPending}>
            {t('Save')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
