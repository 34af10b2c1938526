import { Icon, Tag, t, useCatalog } from '#web'
import type { Use } from './types.ts'
import { useWords } from './words.ts'

const ICONS = {
  hears: 'bell',
  reads: 'eye',
  writes: 'edit',
  asks: 'approval',
  reaches: 'globe',
  clock: 'clock',
  called: 'globe',
}

/** Everything that it will do in one's name, before one agrees. */
export function Consent({ uses }: { uses: Use[] }) {
  const catalog = useCatalog()
  return (
    <section className="section">
      <h2>{t('What it does in your name')}</h2>
      <div className="panel">
        <ul className="scenario-uses" aria-label={t('What it does in your name')}>
          {uses.map((use) => (
            <li key={`${use.does} ${use.id} ${use.need ?? ''}`}>
              <Icon name={ICONS[use.does]} size={16} />
              <span className="grow">{useWords(use, catalog)}</span>
              {use.outside && <Tag text={t('Leaves this server')} tone="warning" />}
              {use.lacks && <Tag text={t('You may not do this')} tone="danger" />}
            </li>
          ))}
        </ul>
        <p className="muted">{t('It may never do more than you may, and stops when you leave.')}</p>
      </div>
    </section>
  )
}
