import { Button, Dialog, ErrorLine, Loading, t, told, useAction, useCommand } from '#web'
import { say, type InstalledLook, type Words } from './types.ts'

interface Compared {
  from: number
  to: number
  hash: string
  flows: {
    name: string
    title: Words
    what: 'added' | 'removed' | 'changed' | 'same'
    changes: { what: string; step?: string; field?: string }[]
  }[]
  asks: { kind: string; name: string }[]
}

/** Flow by flow what a newer recipe changes; only then it is taken. */
export function UpgradeDialog({ one, onClose }: { one: InstalledLook; onClose: () => void }) {
  const { installation } = one
  const seen = useAction<Compared>('scenarios.installation.compare', { installation })
  const upgrade = useCommand('scenarios.installation.upgrade', {
    refresh: ['scenarios.', 'flows.'],
    onDone: () => {
      told(t('The newer version is running'))
      onClose()
    },
  })
  return (
    <Dialog title={t('A newer version')} onClose={onClose} wide>
      <ErrorLine problem={seen.problem} />
      {!seen.data && !seen.problem && <Loading rows={4} />}
      {seen.data && (
        <div className="stack">
          <p className="muted">
            {t('From version {from} to {to}', { from: seen.data.from, to: seen.data.to })}
          </p>
          <ul className="scenario-uses" aria-label={t('What changes')}>
            {seen.data.flows.map(({ name, title, what, changes }) => (
              <li key={name}>
                <span className="tag">{whatWords(what)}</span>
                <span className="grow">
                  <b>{say(title)}</b>
                  {changes.length > 0 && (
                    <>
                      {' · '}
                      {changes
                        .map(({ step, field }) => [step, field].filter(Boolean).join('.'))
                        .join(', ')}
                    </>
                  )}
                </span>
              </li>
            ))}
            {seen.data.asks.map(({ kind, name }) => (
              <li key={`${kind} ${name}`}>
                <span className="tag warning">{t('Asks for')}</span>
                <span className="grow">{name}</span>
              </li>
            ))}
          </ul>
          <ErrorLine problem={upgrade.problem} />
          <div className="form-foot">
            <Button onClick={onClose}>{t('Cancel')}</Button>
            <Button
              tone="primary"
              busy={upgrade.isPending}
              onClick={() => upgrade.mutate({ installation, hash: seen.data!.hash })}
            >
              {t('Take it')}
            </Button>
          </div>
        </div>
      )}
    </Dialog>
  )
}

const whatWords = (what: string): string =>
  ({ added: t('Added'), removed: t('Removed'), changed: t('Changed'), same: t('The same') })[
    what
  ] ?? what
