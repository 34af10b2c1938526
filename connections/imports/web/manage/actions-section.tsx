import { useState } from 'react'
import { Button, Icon, t, useCatalog, type ActionInfo } from '#web'
import type { Source } from '../types.ts'
import { TryDialog } from './try-dialog.tsx'

/** Everything it can do here, each to be tried. */
export function ActionsSection({ source }: { source: Source }) {
  const catalog = useCatalog()
  const [trying, setTrying] = useState<ActionInfo>()
  const actions = catalog.modules.find(({ id }) => id === source.module)?.actions ?? []
  return (
    <section className="section" aria-label={t('What it can do')}>
      <h2>{t('What it can do')}</h2>
      <ul className="panel rows imports-list" aria-label={t('What it can do')}>
        {actions.map((action) => {
          const title = catalog.title(action.id, action.title)
          return (
            <li key={action.id}>
              <Icon name={action.kind === 'query' ? 'search' : 'edit'} />
              <span className="person-words grow">
                <span className="name">{title}</span>
                <small className="imports-code">{action.id}</small>
              </span>
              <span className="tag">{action.kind === 'query' ? t('reads') : t('writes')}</span>
              <Button
                small
                aria-label={t('Try “{name}”', { name: title })}
                onClick={() => setTrying(action)}
              >
                {t('Try')}
              </Button>
            </li>
          )
        })}
        {actions.length === 0 && <li className="muted">{t('Nothing that you may use.')}</li>}
      </ul>
      {trying && <TryDialog action={trying} onClose={() => setTrying(undefined)} />}
    </section>
  )
}
