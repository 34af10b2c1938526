import { useState } from 'react'
import { Check, Field, Icon, t, useAction, useCatalog } from '#web'

interface Right {
  id: string
  name: string
  module: string
  held?: string
}

/** What the app may ask for beside who somebody is: rights that one holds oneself. */
export function RightsField({
  value,
  onChange,
}: {
  value: string[]
  onChange(value: string[]): void
}) {
  const catalog = useCatalog()
  const { data } = useAction<{ items: Right[] }>('identity.scope.list')
  const [text, setText] = useState('')
  const words = text.trim().toLowerCase()
  const title = ({ id, name }: Right) => catalog.title(id, name)
  const shown = (data?.items ?? []).filter(
    (right) =>
      (right.held || value.includes(right.id)) &&
      `${right.id} ${title(right)}`.toLowerCase().includes(words),
  )
  return (
    <Field
      label={t('Rights')}
      help={t('It acts for whoever signed in, never beyond what he may himself.')}
    >
      {() => (
        <div className="stack">
          <label className="search-box">
            <Icon name="search" size={16} />
            <input
              type="search"
              value={text}
              placeholder={t('Search rights')}
              aria-label={t('Search rights')}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          <div className="oidc-rights" tabIndex={0} role="group" aria-label={t('Rights')}>
            {shown.length === 0 && <p className="muted">{t('Nothing found')}</p>}
            {shown.map((right) => (
              <Check
                key={right.id}
                label={title(right)}
                help={right.id}
                checked={value.includes(right.id)}
                onChange={(on) =>
                  onChange(on ? [...value, right.id] : value.filter((id) => id !== right.id))
                }
              />
            ))}
          </div>
        </div>
      )}
    </Field>
  )
}
