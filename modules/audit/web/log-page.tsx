import { useState } from 'react'
import {
  Button,
  Empty,
  ErrorState,
  Head,
  Loading,
  Page,
  go,
  t,
  useCatalog,
  useLanguage,
  usePaged,
  useSearch,
  type MenuItem,
  type ModulePageProps,
} from '#web'
import { EntryPanel } from './entry-panel.tsx'
import { EraseDialog } from './erase-dialog.tsx'
import { LogExport } from './export-dialog.tsx'
import { FilterBar, NO_FILTERS, inputOf, type Filters } from './filters.tsx'
import type { Entry } from './entry.ts'
import { LogList } from './log-list.tsx'
import { RetentionDialog } from './retention-dialog.tsx'

const PAGE = 100
/** What somebody did, without what followed from it. */
const BY_HAND = { and: [{ door: { ne: 'job' } }, { door: { ne: 'module' } }] }
type Doing = 'export' | 'retention' | 'erase'

/** Who did or tried what, when, and how it ended. */
export function LogPage({ page, rest }: ModulePageProps) {
  useLanguage()
  const { can } = useCatalog()
  const leaver = useSearch().get('erase') ?? undefined
  const [filters, setFilters] = useState<Filters>(NO_FILTERS)
  const [doing, setDoing] = useState<Doing | undefined>(leaver ? 'erase' : undefined)
  const input = inputOf(filters)
  const list = usePaged<Entry>('audit.entry.list', {
    ...input,
    ...(filters.background ? {} : { where: BY_HAND }),
    limit: PAGE,
  })
  const narrowed = Object.keys(input).length > 0
  const shut = () => {
    setDoing(undefined)
    if (leaver) go(page.path, { replace: true })
  }
  const menu: (MenuItem | false)[] = [
    can('audit.settings.update') && {
      label: t('How long it is kept'),
      icon: 'history',
      run: () => setDoing('retention'),
    },
    can('audit.person.erase') && {
      label: t('Erase a person'),
      icon: 'trash',
      danger: true,
      run: () => setDoing('erase'),
    },
  ]
  return (
    <Page
      side={
        rest[0] && (
          <EntryPanel
            key={rest[0]}
            id={rest[0]}
            onClose={() => go(page.path)}
            onOnly={(part) => setFilters({ ...NO_FILTERS, ...part, background: true })}
          />
        )
      }
    >
      <Head
        backTo="/admin"
        title={t('Log')}
        sub={t('What was done or refused. Nobody can change it.')}
        menu={menu.filter((item) => item !== false)}
        primary={
          can('audit.entry.export') && (
            <Button icon="download" onClick={() => setDoing('export')}>
              {t('Export')}
            </Button>
          )
        }
      />
      <FilterBar value={filters} onChange={setFilters} />
      {list.problem && list.items.length === 0 ? (
        <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />
      ) : list.isLoading ? (
        <Loading shape="table" rows={10} />
      ) : list.items.length === 0 ? (
        <Empty
          icon="history"
          title={narrowed ? t('Nothing matches') : t('Nothing was done yet')}
          action={
            narrowed && (
              <Button onClick={() => setFilters(NO_FILTERS)}>{t('Show everything')}</Button>
            )
          }
        >
          {narrowed
            ? t('Take away a filter or choose another time.')
            : t('Every action stands here as soon as somebody does it.')}
        </Empty>
      ) : (
        <LogList
          entries={list.items}
          chosen={rest[0]}
          base={page.path}
          more={list.hasNextPage}
          onMore={() => void (list.isFetchingNextPage || list.fetchNextPage())}
        />
      )}
      {doing === 'export' && <LogExport input={input} onClose={shut} />}
      {doing === 'retention' && <RetentionDialog onClose={shut} />}
      {doing === 'erase' && <EraseDialog person={leaver} onClose={shut} />}
    </Page>
  )
}
