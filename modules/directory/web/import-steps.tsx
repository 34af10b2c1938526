import { Icon, t } from '#web'

/** Where one is in the four steps. */
export function Steps({ at }: { at: 1 | 2 | 3 | 4 }) {
  const names = [t('File'), t('Columns and rows'), t('Import'), t('Result')]
  return (
    <ol className="steps" aria-label={t('Steps')}>
      {names.map((name, index) => (
        <li
          key={name}
          className={index + 1 < at ? 'past' : ''}
          aria-current={index + 1 === at ? 'step' : undefined}
        >
          <span className="step-mark">
            {index + 1 < at ? <Icon name="check" size={14} label={t('Done')} /> : index + 1}
          </span>
          <span className="step-name">{name}</span>
        </li>
      ))}
    </ol>
  )
}
