import { SelectField, TextField, t } from '#web'
import { NAME, type Open } from './types.ts'

export interface About {
  name: string
  title: string
  open: Open
}

/** What it is called here, and whom it is for. */
export function AboutStep({ value, onChange }: { value: About; onChange: (next: About) => void }) {
  return (
    <div className="form">
      <TextField
        label={t('Name')}
        required
        value={value.title}
        maxLength={100}
        onChange={(title) => onChange({ ...value, title })}
      />
      <TextField
        label={t('Short name')}
        required
        value={value.name}
        maxLength={31}
        spellCheck={false}
        error={
          value.name !== '' && !NAME.test(value.name)
            ? t('Small letters and digits, beginning with a letter; at least two.')
            : undefined
        }
        help={t('Its actions are then api_{name}.…', { name: value.name || '…' })}
        onChange={(name) => onChange({ ...value, name })}
      />
      <OpenField value={value.open} onChange={(open) => onChange({ ...value, open })} />
    </div>
  )
}

export const isAboutReady = ({ name, title }: About): boolean =>
  NAME.test(name) && title.trim() !== ''

export function OpenField({ value, onChange }: { value: Open; onChange: (next: Open) => void }) {
  return (
    <SelectField
      label={t('For every member')}
      value={value}
      onChange={(open) => onChange(open as Open)}
      options={[
        { value: 'nobody', label: t('Nothing; roles decide') },
        { value: 'read', label: t('Reading') },
        { value: 'all', label: t('Reading and writing') },
      ]}
    />
  )
}
