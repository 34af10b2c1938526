import {
  Button,
  Empty,
  ErrorState,
  Icon,
  Loading,
  PersonName,
  SidePanel,
  copy,
  exactTime,
  t,
  useAction,
  useCatalog,
  type Catalog,
} from '#web'
import { Changes } from './changes.tsx'
import {
  actionTitle,
  actorTitle,
  doorTitle,
  kindTitle,
  outcomeIcon,
  outcomeTitle,
  outcomeTone,
  type Entry,
} from './entry.ts'
import type { Filters } from './filters.tsx'

/** One entry whole: who, what, on which record, what changed, what was sent. */
export function EntryPanel({
  id,
  onClose,
  onOnly,
}: {
  id: string
  onClose: () => void
  onOnly: (part: Partial<Filters>) => void
}) {
  const catalog = useCatalog()
  const { data, problem, isLoading, refetch } = useAction<{ items: Entry[] }>('audit.entry.list', {
    where: { id },
    limit: 1,
  })
  const entry = data?.items[0]
  return (
    <SidePanel title={entry ? actionTitle(catalog, entry) : t('Log entry')} onClose={onClose}>
      {problem && <ErrorState problem={problem} onRetry={() => void refetch()} />}
      {isLoading && <Loading rows={8} />}
      {data && !entry && (
        <Empty icon="history" title={t('This entry is not there')}>
          {t('It is older than the log is kept.')}
        </Empty>
      )}
      {entry && <Body entry={entry} catalog={catalog} onOnly={onOnly} />}
    </SidePanel>
  )
}

function Body({
  entry,
  catalog,
  onOnly,
}: {
  entry: Entry
  catalog: Catalog
  onOnly: (part: Partial<Filters>) => void
}) {
  const { actor, actor_kind, on_behalf_of, subject, changes } = entry
  return (
    <div className="stack">
      <p>
        <span className={`tag ${outcomeTone(entry.outcome)}`}>
          <Icon name={outcomeIcon(entry.outcome)} size={14} />
          {outcomeTitle(entry.outcome)}
        </span>
      </p>
      <dl className="facts panel-facts">
        <Fact label={t('When')}>
          <span className="number">{exactTime(entry.at)}</span>
        </Fact>
        <Fact label={t('Who')}>
          {actor_kind === 'person' ? (
            <PersonName id={actor} name={entry.actor_name} />
          ) : (
            `${actorTitle(catalog, entry)} (${kindTitle(actor_kind)})`
          )}
        </Fact>
        {on_behalf_of && on_behalf_of !== actor && (
          <Fact label={t('On behalf of')}>
            {/^[0-9a-f-]{36}$/.test(on_behalf_of) ? (
              <PersonName id={on_behalf_of} />
            ) : (
              catalog.title(on_behalf_of)
            )}
          </Fact>
        )}
        <Fact label={t('Action')}>
          <code>{entry.action}</code>
        </Fact>
        <Fact label={t('By')}>
          {[doorTitle(entry.door), entry.address].filter(Boolean).join(' · ')}
        </Fact>
        {subject && (
          <Fact label={t('Record')}>
            <Id value={subject} />
          </Fact>
        )}
        <Fact label={t('Entry')}>
          <Id value={entry.id} />
        </Fact>
      </dl>
      <div className="row log-only">
        {actor_kind === 'person' && (
          <Button small icon="filter" onClick={() => onOnly({ actor })}>
            {t('Only this person')}
          </Button>
        )}
        {subject && (
          <Button small icon="filter" onClick={() => onOnly({ subject })}>
            {t('Only this record')}
          </Button>
        )}
        <Button small icon="filter" onClick={() => onOnly({ module: entry.action })}>
          {t('Only this action')}
        </Button>
      </div>
      {changes && changes.length > 0 && <Changes changes={changes} />}
      {entry.input !== undefined && Object.keys(entry.input as object).length > 0 && (
        <section className="section" aria-label={t('What was sent')}>
          <h3>{t('What was sent')}</h3>
          <pre className="log-json" tabIndex={0}>
            {JSON.stringify(entry.input, null, 2)}
          </pre>
        </section>
      )}
    </div>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

const Id = ({ value }: { value: string }) => (
  <button
    type="button"
    className="bare log-id"
    title={t('Copy the id')}
    onClick={() => void copy(value)}
  >
    {value}
  </button>
)
