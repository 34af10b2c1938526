import { Field, isChinese, t } from '#web'
import { inWords, type EntityDef, type Manifest } from './types.ts'

/** What a list is called, who sees its records, and what names a record. */
export function ListSettings({
  def,
  roles,
  onChange,
}: {
  def: EntityDef
  roles: Manifest['roles']
  onChange: (def: EntityDef) => void
}) {
  const language = isChinese() ? 'zh' : 'en'
  const who =
    def.access.who === 'roles' ? `roles:${def.access.roles?.[0] ?? 'manage'}` : def.access.who
  const choose = (value: string) => {
    const [kind, role] = value.split(':')
    onChange({
      ...def,
      access:
        kind === 'roles'
          ? { who: 'roles', roles: [role!] }
          : { who: kind as EntityDef['access']['who'] },
    })
  }
  const labels = def.fields.filter(
    ({ kind, seen_by }) =>
      ['text', 'serial', 'choice', 'phone', 'email'].includes(kind) && !seen_by,
  )
  return (
    <div className="app-list">
      <Field label={t('Name of the list')}>
        {(wires) => (
          <input
            {...wires}
            className="input"
            value={inWords(def.title)}
            onChange={(event) =>
              onChange({ ...def, title: { ...def.title, [language]: event.target.value } })
            }
          />
        )}
      </Field>
      <Field label={t('Who sees and changes its records')}>
        {(wires) => (
          <select
            {...wires}
            className="input select"
            value={who}
            onChange={(event) => choose(event.target.value)}
          >
            <option value="everyone">{t('Everybody in the organisation')}</option>
            <option value="own">{t('Only who made the record')}</option>
            <option value="department">{t('The department of who made it')}</option>
            <option value="roles:manage">{t('Only who manages the app')}</option>
            {roles.map(({ key, title }) => (
              <option key={key} value={`roles:${key}`}>
                {t('Only the role {name}', { name: inWords(title) })}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t('What names a record')}>
        {(wires) => (
          <select
            {...wires}
            className="input select"
            value={def.label ?? ''}
            onChange={(event) => onChange({ ...def, label: event.target.value })}
          >
            {labels.map(({ key, title }) => (
              <option key={key} value={key}>
                {inWords(title)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  )
}
