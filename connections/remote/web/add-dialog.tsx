import { useState } from 'react'
import {
  Button,
  Check,
  Dialog,
  ErrorLine,
  Icon,
  TextField,
  call,
  queries,
  refreshActions,
  t,
  told,
  useCommand,
  type Problem,
} from '#web'
import { inWords, type Inspection } from './types.ts'

/** First the address, then what it is and asks for; only then it is installed. */
export function AddDialog({ address, onClose }: { address: string; onClose: () => void }) {
  const [url, setUrl] = useState(address)
  const [seen, setSeen] = useState<Inspection>()
  const [problem, setProblem] = useState<Problem>()
  const [busy, setBusy] = useState(false)
  const look = async () => {
    setBusy(true)
    setProblem(undefined)
    const answer = await call<Inspection>('remote.link.inspect', { url: url.trim() })
    setBusy(false)
    if (answer.ok) setSeen(answer.value)
    else setProblem(answer.problem)
  }
  if (seen) return <Consent seen={seen} onClose={onClose} />
  return (
    <Dialog title={t('Add a vendor’s software')} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void look()
        }}
      >
        <TextField
          label={t('Address')}
          value={url}
          onChange={setUrl}
          help={t('The vendor tells you, for example https://sign.example.com')}
        />
        <ErrorLine problem={problem} />
        <Faults problem={problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button submit tone="primary" busy={busy} disabled={url.trim().length < 4}>
            {t('Look at it')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The vendor's engineer can mend what is named. */
function Faults({ problem }: { problem: Problem | undefined }) {
  const faults = Array.isArray(problem?.faults) ? (problem.faults as string[]) : []
  if (faults.length < 2) return null
  return (
    <ul className="remote-list">
      {faults.slice(0, 10).map((fault) => (
        <li key={fault}>{fault}</li>
      ))}
    </ul>
  )
}

function Consent({ seen, onClose }: { seen: Inspection; onClose: () => void }) {
  const [grants, setGrants] = useState(seen.asks.map(({ scope }) => scope))
  const name = inWords(seen.title)
  const install = useCommand<{ module: string }>('remote.link.install', {
    onDone: () => {
      onClose()
      refreshActions(['remote.link'])
      void queries.invalidateQueries({ queryKey: ['manifest'] })
      told(t('{name} is installed', { name }))
    },
  })
  const verb = !seen.installed
    ? t('Install')
    : seen.installed.same
      ? t('Connect again')
      : t('Take version {n}', { n: seen.version })
  return (
    <Dialog title={name} onClose={onClose} wide>
      <div className="stack remote-consent">
        <p className="muted">
          {[seen.publisher, t('version {n}', { n: seen.version })].join(' · ')}
        </p>
        {seen.description && <p>{inWords(seen.description)}</p>}
        <section className="section">
          <h3>{t('Where its data lies')}</h3>
          <p>
            <Icon name="link" size={16} />{' '}
            {t('At the vendor, on {server}. Tenon keeps what its cards show, and nothing else.', {
              server: new URL(seen.origin).host,
            })}
          </p>
        </section>
        <section className="section">
          <h3>{t('What of yours it may use')}</h3>
          {seen.asks.length === 0 && <p>{t('It asks for nothing.')}</p>}
          {seen.asks.map(({ scope, title, why }) => (
            <Check
              key={scope}
              label={t('{right} ({scope}): {why}', {
                right: inWords(title),
                scope,
                why: inWords(why),
              })}
              checked={grants.includes(scope)}
              onChange={(on) =>
                setGrants(on ? [...grants, scope] : grants.filter((each) => each !== scope))
              }
            />
          ))}
          {!grants.includes('directory.read') && (
            <p className="muted">
              {t('It does not learn who your people are: each is known to it by an id of its own.')}
            </p>
          )}
        </section>
        <section className="section">
          <h3>{t('What it lets people do')}</h3>
          <ul className="remote-list">
            {seen.scopes.map(({ key, title, everyone }) => (
              <li key={key}>
                {inWords(title)}{' '}
                <small className="muted">
                  {everyone ? t('for every member') : t('for roles you choose')}
                </small>
              </li>
            ))}
          </ul>
        </section>
        <section className="section">
          <h3>{t('What it brings')}</h3>
          <p>
            {[
              ...seen.pages.map(inWords),
              ...seen.placements.map(({ slot, title }) =>
                t('{title} ({place})', { title: inWords(title), place: placeOf(slot) }),
              ),
            ].join(' · ')}
          </p>
          {seen.implements.length > 0 && (
            <p>{t('Keeps the standards {names}', { names: seen.implements.join(', ') })}</p>
          )}
        </section>
        <ErrorLine problem={install.problem} />
        <div className="form-foot">
          <Button onClick={onClose}>{t('Cancel')}</Button>
          <Button
            tone="primary"
            busy={install.isPending}
            onClick={() => install.mutate({ url: seen.url, hash: seen.hash, grants })}
          >
            {verb}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

const placeOf = (slot: string): string =>
  ({
    composer: t('in conversations'),
    'document-block': t('in documents'),
    'group-bar': t('in groups'),
    workbench: t('in the workbench'),
  })[slot] ?? slot
