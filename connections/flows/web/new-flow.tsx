import { useId, useRef, useState } from 'react'
import { Button, Dialog, ErrorLine, go, Icon, t, TextField, useCommand } from '#web'
import { readFlow } from './menu.tsx'
import { blank, templates } from './templates.ts'
import type { Definition } from './types.ts'

/** A name and where to begin; the flow is off until it is switched on. */
export function NewFlow({ onClose }: { onClose: () => void }) {
  const [title, setTitle] = useState('')
  const [key, setKey] = useState('blank')
  const [file, setFile] = useState<Definition>()
  const [unread, setUnread] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const name = useId()
  const all = templates()
  const create = useCommand<{ flow: string }>('flows.flow.create', {
    refresh: ['flows.flow'],
    onDone: ({ flow }) => go(`/flows/${flow}`),
  })
  const chosen = (): Definition => {
    const template = all.find((one) => one.key === key)?.make()
    const made = key === 'file' && file ? file : (template ?? blank(t('New flow')))
    return title.trim() ? { ...made, title: title.trim() } : made
  }
  const options = [
    { key: 'blank', title: t('Empty'), text: t('Begin with nothing.'), icon: 'square' },
    ...all,
    {
      key: 'file',
      title: file ? file.title : t('From a JSON file'),
      text: file
        ? t('{n} steps at the top', { n: file.steps.length })
        : t('A flow that was exported, here or elsewhere.'),
      icon: 'upload',
    },
  ]
  return (
    <Dialog title={t('New flow')} onClose={onClose} wide>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          create.mutate({ definition: chosen(), enabled: false })
        }}
      >
        <TextField
          label={t('Name')}
          value={title}
          maxLength={200}
          onChange={setTitle}
          placeholder={
            key === 'blank' ? t('New flow') : options.find((one) => one.key === key)?.title
          }
        />
        <fieldset className="flow-templates">
          <legend className="flow-label">{t('Begin with')}</legend>
          {options.map((one) => (
            <label key={one.key} className={`tile ${one.key === key ? 'on' : ''}`}>
              <input
                type="radio"
                name={name}
                checked={one.key === key}
                onChange={() => {
                  setKey(one.key)
                  if (one.key === 'file' && !file) input.current?.click()
                }}
              />
              <Icon name={one.icon} size={20} />
              <span>{one.title}</span>
              <small>{one.text}</small>
            </label>
          ))}
        </fieldset>
        <input
          ref={input}
          type="file"
          accept=".json,application/json"
          hidden
          onChange={(event) => {
            const picked = event.target.files?.[0]
            event.target.value = ''
            if (!picked) return
            void readFlow(picked).then((read) => {
              setFile(read)
              setUnread(!read)
              setKey(read ? 'file' : 'blank')
            })
          }}
        />
        {unread && (
          <p className="field-error" role="alert">
            {t('This file holds no flow.')}
          </p>
        )}
        <ErrorLine problem={create.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={create.isPending} disabled={key === 'file' && !file}>
            {t('Make the flow')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
