import { Field, Icon, isChinese, t } from '#web'
import { inWords, type Manifest } from './types.ts'

/** Icons that an app may have, in the order in which they are offered. */
const ICONS = [
  'table',
  'list',
  'board',
  'folder',
  'task',
  'people',
  'calendar',
  'chart',
  'document',
  'market',
  'settings',
  'phone',
  'key',
  'star',
  'bell',
  'link',
]

/** What an app is called and how it is drawn in the workbench. */
export function Face({
  manifest,
  onChange,
}: {
  manifest: Manifest
  onChange: (manifest: Manifest) => void
}) {
  const language = isChinese() ? 'zh' : 'en'
  const other = language === 'zh' ? 'en' : 'zh'
  const { title, icon } = manifest
  // What was typed in one language stays the only one until the other is given.
  const retitle = (text: string) => {
    const both = title[other] && title[other] !== title[language]
    onChange({ ...manifest, title: both ? { ...title, [language]: text } : { [language]: text } })
  }
  return (
    <div className="app-face">
      <Field label={t('Name of the app')} required>
        {(wires) => (
          <input
            {...wires}
            className="input"
            maxLength={100}
            value={inWords(title)}
            onChange={(event) => retitle(event.target.value)}
          />
        )}
      </Field>
      <IconChoice value={icon} onChange={(next) => onChange({ ...manifest, icon: next })} />
    </div>
  )
}

export function IconChoice({
  value,
  onChange,
}: {
  value: string
  onChange: (icon: string) => void
}) {
  const icons = ICONS.includes(value) ? ICONS : [value, ...ICONS]
  return (
    <fieldset className="app-icons">
      <legend>{t('Icon')}</legend>
      {icons.map((icon, at) => (
        <label key={icon} className={icon === value ? 'on' : ''}>
          <input
            type="radio"
            name="app-icon"
            className="unseen"
            aria-label={t('Icon {n}', { n: at + 1 })}
            checked={icon === value}
            onChange={() => onChange(icon)}
          />
          <Icon name={icon} size={20} />
        </label>
      ))}
    </fieldset>
  )
}
