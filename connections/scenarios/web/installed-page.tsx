import { useState } from 'react'
import {
  Button,
  Dialog,
  ErrorLine,
  ErrorState,
  Head,
  Icon,
  Link,
  Loading,
  Page,
  Tag,
  Time,
  go,
  t,
  told,
  useAction,
  useCommand,
} from '#web'
import { Picture } from './picture.tsx'
import { SettingsDialog } from './settings-dialog.tsx'
import { say, type InstalledLook, type Look } from './types.ts'
import { UpgradeDialog } from './upgrade-dialog.tsx'
import { STATE_TONE, stateWords } from './words.ts'

type Open = 'settings' | 'upgrade' | 'remove' | undefined
const FRESH = ['scenarios.', 'flows.']

/** One scenario at work: how it stands, its flows and their last runs, and what can be done about it. */
export function InstalledPage({ id }: { id: string }) {
  const [open, setOpen] = useState<Open>()
  const seen = useAction<InstalledLook>('scenarios.installation.look', { installation: id })
  const one = seen.data
  const recipe = useAction<Look>(
    'scenarios.recipe.look',
    one && { recipe: one.recipe, accounts: one.accounts },
  )
  const pause = useCommand('scenarios.installation.pause', { refresh: FRESH })
  const resume = useCommand('scenarios.installation.resume', { refresh: FRESH })
  const change = () => setOpen('settings')
  const turn = one?.state === 'paused' ? resume : pause
  return (
    <Page>
      <Head
        title={one ? say(one.title) : t('Scenario')}
        sub={
          one && (
            <>
              <Tag text={stateWords(one.state)} tone={STATE_TONE[one.state]} />{' '}
              {t('Version {n}', { n: one.version })} · <Time at={one.installed_at} />
            </>
          )
        }
        backTo="/scenarios/installed"
        menu={[
          ...(one
            ? [
                {
                  label: one.state === 'paused' ? t('Let it run again') : t('Pause it'),
                  icon: 'history',
                  run: () => turn.mutate({ installation: id }),
                },
              ]
            : []),
          { label: t('Remove it'), icon: 'trash', danger: true, run: () => setOpen('remove') },
        ]}
        primary={
          one && (
            <Button tone="primary" icon="settings" onClick={change}>
              {t('Settings')}
            </Button>
          )
        }
      />
      <div className="body">
        <div className="column">
          {seen.problem && (
            <ErrorState problem={seen.problem} onRetry={() => void seen.refetch()} />
          )}
          {!one && !seen.problem && <Loading rows={6} />}
          {one && (
            <>
              <ErrorLine problem={turn.problem} />
              {one.newer !== undefined && (
                <p className="note">
                  <Icon name="info" size={18} />
                  <span className="grow">
                    {t('There is version {n} of this recipe.', { n: one.newer })}
                  </span>
                  <Button small onClick={() => setOpen('upgrade')}>
                    {t('See what changes')}
                  </Button>
                </p>
              )}
              <Troubles one={one} onChange={change} />
              <Picture parts={one.parts} needs={recipe.data?.needs ?? []} />
              <Flows one={one} />
            </>
          )}
        </div>
      </div>
      {open === 'settings' && one && (
        <SettingsDialog one={one} onClose={() => setOpen(undefined)} />
      )}
      {open === 'upgrade' && one && <UpgradeDialog one={one} onClose={() => setOpen(undefined)} />}
      {open === 'remove' && one && <RemoveDialog one={one} onClose={() => setOpen(undefined)} />}
    </Page>
  )
}

function Troubles({ one, onChange }: { one: InstalledLook; onChange: () => void }) {
  if (one.troubles.length === 0) return null
  return (
    <section className="panel" role="alert">
      <ul className="scenario-troubles">
        {one.troubles.map(({ kind, of, message }) => (
          <li key={`${kind} ${of}`}>
            <Icon name="warning" size={18} />
            <span className="grow">{t(message)}</span>
            {kind === 'account' && one.accounts[of] && (
              <Link className="button small" to={`/me/linked-accounts/${one.accounts[of]}`}>
                {t('See the account')}
              </Link>
            )}
            {kind === 'need' && (
              <Button small onClick={onChange}>
                {t('Choose another')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

interface Recent {
  flow: string
  run: string
  state: string
  at: string
}

function Flows({ one }: { one: InstalledLook }) {
  const recent = useAction<{ items: Recent[] }>('flows.run.recent', {
    flows: one.flows.map(({ flow }) => flow),
  })
  const begin = useCommand('flows.run.start', {
    refresh: ['flows.'],
    onDone: () => told(t('It has begun')),
  })
  const runs = recent.data?.items ?? []
  return (
    <section className="section">
      <h2>{t('Its flows')}</h2>
      <ul className="panel rows" aria-label={t('Its flows')}>
        {one.flows.map(({ flow, title, begins }) => {
          const own = runs.filter((run) => run.flow === flow)
          const failed = own.filter(({ state }) => state === 'failed').length
          return (
            <li key={flow}>
              <span className="person-words grow">
                <Link className="name" to={`/flows/${flow}`}>
                  {title}
                </Link>
                <small>{own[0] ? <Time at={own[0].at} /> : t('No run yet')}</small>
              </span>
              {own[0] && (
                <Link className="button small" to={`/flows/${flow}/runs`}>
                  {t('Last {n} runs, {failed} failed', { n: own.length, failed })}
                </Link>
              )}
              {begins === 'schedule' && one.state === 'running' && (
                <Button
                  small
                  aria-label={t('Run now: {name}', { name: title })}
                  busy={begin.isPending}
                  onClick={() => begin.mutate({ flow, input: { at: new Date().toISOString() } })}
                >
                  {t('Run now')}
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      <ErrorLine problem={begin.problem} />
    </section>
  )
}

function RemoveDialog({ one, onClose }: { one: InstalledLook; onClose: () => void }) {
  const remove = useCommand('scenarios.installation.delete', {
    refresh: FRESH,
    onDone: () => {
      told(t('{name} is removed', { name: say(one.title) }))
      go('/scenarios/installed')
    },
  })
  return (
    <Dialog title={t('Remove “{name}”?', { name: say(one.title) })} onClose={onClose}>
      <p>
        {t(
          'Its {n} flows are archived and what waits in them is cancelled. Records, apps and accounts stay.',
          { n: one.flows.length },
        )}
      </p>
      <ErrorLine problem={remove.problem} />
      <div className="form-foot">
        <Button onClick={onClose}>{t('Cancel')}</Button>
        <Button
          tone="danger"
          busy={remove.isPending}
          onClick={() => remove.mutate({ installation: one.installation })}
        >
          {t('Remove')}
        </Button>
      </div>
    </Dialog>
  )
}
