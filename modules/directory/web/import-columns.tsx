import { Icon, t } from '#web'
import type { CustomField } from './departments.ts'
import { fieldTitles, type Preview } from './import-words.ts'

interface Props {
  columns: Preview['columns']
  custom: readonly CustomField[]
  busy: boolean
  onChoose: (heading: string, field: string) => void
}

/** Left what the file says, right what Tenon makes of it. */
export function ImportColumns({ columns, custom, busy, onChoose }: Props) {
  const titles = Object.entries(fieldTitles())
  return (
    <ul className={`panel rows columns ${busy ? 'waiting' : ''}`} aria-busy={busy}>
      {columns.map(({ heading, field, samples }) => (
        <li key={heading}>
          <span className="person-words column-from">
            <span className="name">{heading}</span>
            <small>{samples.join('，') || t('empty')}</small>
          </span>
          <Icon name="forward" size={16} />
          <select
            className={`input select ${field ? '' : 'unset'}`}
            aria-label={t('What “{heading}” holds', { heading })}
            value={field ?? ''}
            disabled={busy}
            onChange={(event) => onChoose(heading, event.target.value)}
          >
            <option value="">{t('Leave out')}</option>
            {titles.map(([value, title]) => (
              <option key={value} value={value}>
                {title}
              </option>
            ))}
            {custom.map(({ key, title }) => (
              <option key={key} value={`custom.${key}`}>
                {title}
              </option>
            ))}
          </select>
        </li>
      ))}
    </ul>
  )
}
