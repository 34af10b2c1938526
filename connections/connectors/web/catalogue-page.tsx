import { useState } from 'react'
import {
  Button,
  Empty,
  ErrorState,
  Head,
  Icon,
  Loading,
  Page,
  SelectField,
  TextField,
  go,
  t,
  useAction,
  useCatalog,
  useLanguage,
} from '#web'
import { ImportDialog } from './import-dialog.tsx'
import { aboutOf, proofOf, stateTitle, titleOf, type Entry } from './types.ts'

/** What can be connected, how far each is proven, and the way to an account of it. */
export function CataloguePage() {
  useLanguage()
  const { can } = useCatalog()
  const [search, setSearch] = useState('')
  const [state, setState] = useState('')
  const [importing, setImporting] = useState(false)
  const list = useAction<{ items: Entry[] }>('connectors.entry.list')
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = list.data?.items.filter(
    (each) =>
      (state === '' || each.state === state) &&
      words.every((word) =>
        `${each.id} ${each.title} ${each.zh} ${each.about} ${each.about_zh}`
          .toLowerCase()
          .includes(word),
      ),
  )
  return (
    <Page>
      <Head
        title={t('Connectors')}
        sub={t('Services that flows and apps can use with an account of yours.')}
        backTo="/me"
        primary={
          can('imports.openapi.install') && (
            <Button tone="primary" icon="plus" onClick={() => setImporting(true)}>
              {t('Import an interface')}
            </Button>
          )
        }
      />
      <div className="body">
        <div className="column">
          <div className="connectors-bar">
            <TextField label={t('Search')} type="search" value={search} onChange={setSearch} />
            <SelectField
              label={t('State')}
              value={state}
              onChange={setState}
              options={[
                { value: '', label: t('All') },
                ...(['verified', 'imported', 'unproven'] as const).map((value) => ({
                  value,
                  label: stateTitle(value),
                })),
              ]}
            />
          </div>
          {list.problem && (
            <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
          )}
          {!list.data && !list.problem && <Loading rows={8} />}
          {found?.length === 0 && (
            <Empty icon="search" title={t('Nothing found')}>
              {t('Search for something else. A service with an OpenAPI document can be imported.')}
            </Empty>
          )}
          {found && found.length > 0 && (
            <ul className="panel rows connectors" aria-label={t('Connectors')}>
              {found.map((entry) => (
                <Line key={entry.id} entry={entry} />
              ))}
            </ul>
          )}
        </div>
      </div>
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </Page>
  )
}

const TONES = { verified: 'success', imported: '', unproven: 'warning' } as const

function Line({ entry }: { entry: Entry }) {
  const title = titleOf(entry)
  return (
    <li>
      <Icon name={entry.icon} />
      <span className="person-words grow">
        <span className="name">{title}</span>
        <small>{aboutOf(entry)}</small>
        <small>{proofOf(entry)}</small>
      </span>
      <span className="connectors-state">
        <span className={`tag ${TONES[entry.state]}`}>{stateTitle(entry.state)}</span>
        {entry.links && (
          <Button
            small
            aria-label={t('Connect {name}', { name: title })}
            onClick={() => go(`/me/linked-accounts?connect=${entry.id}`)}
          >
            {t('Connect')}
          </Button>
        )}
      </span>
    </li>
  )
}
