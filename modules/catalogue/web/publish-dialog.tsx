import { useState, type FormEvent } from 'react'
import { Button, Dialog, ErrorLine, Field, isChinese, t, told, useCommand } from '#web'
import { inWords, type Installed } from './types.ts'

/** What everybody will be able to install: the app without a single record. */
export function PublishDialog({ one, onClose }: { one: Installed; onClose: () => void }) {
  const [about, setAbout] = useState('')
  const title = inWords(one.title)
  const publish = useCommand('catalogue.listing.publish', {
    refresh: ['catalogue'],
    onDone: () => {
      onClose()
      told(t('{name} is on the plaza', { name: title }))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const text = about.trim()
    publish.mutate({
      app: one.app,
      ...(text ? { [isChinese() ? 'about_zh' : 'about']: text } : {}),
    })
  }
  return (
    <Dialog title={t('Publish “{name}” to the plaza', { name: title })} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <p>
          {t(
            'Every organisation of this server can install it as it is now: its lists, fields and choices. Your records, people and forms stay with you.',
          )}
        </p>
        <Field
          label={t('About')}
          help={t('One or two sentences for those who look for something like it.')}
        >
          {(wires) => (
            <textarea
              {...wires}
              className="input area"
              rows={3}
              maxLength={2000}
              value={about}
              onChange={(event) => setAbout(event.target.value)}
            />
          )}
        </Field>
        <ErrorLine problem={publish.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={publish.isPending}>
            {t('Publish')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
