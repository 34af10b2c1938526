import { useState } from 'react'
import { Check, Icon, Loading, t, useCatalog } from '#web'
import { byModule, reaches, rightTitle, useRights, type Range } from './rights.ts'

interface Props {
  value: string[]
  onChange: (ids: string[]) => void
  /** Rights the caller does not hold this far cannot be ticked. */
  range: Range
}

/** Every right by module; what one does not hold oneself is shown and cannot be given. */
export function RightsPicker({ value, onChange, range }: Props) {
  const catalog = useCatalog()
  const { data } = useRights()
  const [text, setText] = useState('')
  const words = text.trim().toLowerCase()
  if (!data) return <Loading rows={6} />
  const shown = data.items.filter((right) =>
    `${right.id} ${rightTitle(catalog, right)}`.toLowerCase().includes(words),
  )
  const set = (ids: string[], on: boolean) =>
    onChange(on ? [...new Set([...value, ...ids])] : value.filter((id) => !ids.includes(id)))
  return (
    <div className="rights">
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
      <div className="rights-list" tabIndex={0} role="group" aria-label={t('Rights')}>
        {shown.length === 0 && <p className="muted">{t('Nothing found')}</p>}
        {byModule(catalog, shown).map(({ module, title, rights }) => {
          const open = rights.filter(({ held }) => reaches(held, range)).map(({ id }) => id)
          const all = open.length > 0 && open.every((id) => value.includes(id))
          return (
            <fieldset key={module}>
              <legend>
                <Check
                  label={title}
                  checked={all}
                  disabled={open.length === 0}
                  onChange={(on) => set(open, on)}
                />
              </legend>
              {rights.map((right) => {
                const may = reaches(right.held, range)
                return (
                  <Check
                    key={right.id}
                    label={rightTitle(catalog, right)}
                    checked={value.includes(right.id)}
                    disabled={!may && !value.includes(right.id)}
                    onChange={(on) => set([right.id], on)}
                    {...(may ? {} : { help: t('You do not hold this right yourself.') })}
                  />
                )
              })}
            </fieldset>
          )
        })}
      </div>
      <small role="status">{t('{n} rights chosen', { n: value.length })}</small>
    </div>
  )
}
