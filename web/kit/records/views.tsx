import { useDeferredValue, useState, type ReactNode } from 'react'
import { IconButton } from '../button.tsx'
import { Segmented } from '../field.tsx'
import { t } from '../language.ts'
import type { Schema } from '../manifest.ts'
import { remembered } from '../signal.ts'
import { Empty } from '../state.tsx'
import { useTableView } from '../table-columns.ts'
import { RecordBoard } from './board.tsx'
import { RecordCalendar } from './calendar.tsx'
import { ViewExport } from './export-dialog.tsx'
import { NO_FILTER, opsOf, whereOf, type Filter } from './filter.ts'
import type { Group } from './groups.ts'
import { SavedViews } from './saved-views.tsx'
import { both, useSource, type RecordSource } from './source.ts'
import { RecordTable } from './table.tsx'
import { RecordTools } from './tools.tsx'
import { RecordTimeline } from './timeline.tsx'

export type ViewKind = 'table' | 'board' | 'calendar' | 'timeline'
export interface RecordViewsProps extends RecordSource {
  /** Where the chosen view, columns and widths are kept. */
  name: string
  views?: readonly ViewKind[] | undefined
  groupBy?: string | undefined
  groups?: readonly Group[] | undefined
  date?: string | undefined
  until?: string | undefined
  dependsOn?: string | undefined
  selected?: string | undefined
  onCreate?: ((from: string) => void) | undefined
  /** Further buttons in the bar. */
  tools?: ReactNode
}

/** Search, filters and the views of the same records, one of which is shown. */
export function RecordViews(props: RecordViewsProps) {
  const { name, groupBy, date } = props
  const from = useSource(props)
  const possible = (props.views ?? ['table']).filter((kind) => {
    if (kind === 'board') return groupBy !== undefined
    return kind === 'table' || date !== undefined
  })
  const [kind, setKind] = useState<ViewKind>(() => {
    const kept = remembered.get(`view.${name}`) as ViewKind | undefined
    return kept && possible.includes(kept) ? kept : (possible[0] ?? 'table')
  })
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<Filter>(() => asked(from.fields))
  const [exporting, setExporting] = useState(false)
  const [view, onView] = useTableView(name, from.entity, props.columns)
  const words = useDeferredValue(search.trim())
  const where = whereOf(filter, from.fields)
  const narrowed = words !== '' || where !== undefined
  const source: RecordSource = {
    ...props,
    where: both(props.where, where),
    input: { ...props.input, ...(words && from.takes('search') ? { search: words } : {}) },
    empty: narrowed ? (
      <Empty icon="search" title={t('Nothing matches')}>
        {t('Take away a filter or search for something else.')}
      </Empty>
    ) : (
      props.empty
    ),
  }
  return (
    <>
      <RecordTools
        from={from}
        search={search}
        onSearch={setSearch}
        filter={filter}
        onFilter={setFilter}
        view={view}
        onView={onView}
      >
        {!props.rows && (
          <SavedViews
            page={name}
            now={() => ({ ...view, kind, filter })}
            onChoose={({ kind: shape, filter: kept, ...rest }) => {
              onView({ sort: '', group: '', frozen: 0, widths: {}, ...rest })
              setFilter(kept ?? NO_FILTER)
              if (possible.includes(shape as ViewKind)) setKind(shape as ViewKind)
            }}
          />
        )}
        {possible.length > 1 && (
          <Segmented
            label={t('View')}
            value={kind}
            onChange={(next) => {
              remembered.set(`view.${name}`, next)
              setKind(next)
            }}
            options={possible.map((one) => ({ value: one, ...WORDS[one]() }))}
          />
        )}
        {props.tools}
        {!props.rows && (
          <IconButton icon="download" label={t('Export')} onClick={() => setExporting(true)} />
        )}
      </RecordTools>
      {kind === 'board' && groupBy && (
        <RecordBoard
          {...source}
          groupBy={groupBy}
          groups={props.groups}
          sort={view.sort}
          columns={view.columns}
        />
      )}
      {kind === 'calendar' && date && (
        <RecordCalendar {...source} date={date} until={props.until} onCreate={props.onCreate} />
      )}
      {kind === 'timeline' && date && (
        <RecordTimeline
          {...source}
          date={date}
          until={props.until}
          dependsOn={props.dependsOn}
          sort={view.sort}
        />
      )}
      {kind === 'table' && (
        <RecordTable
          {...source}
          name={name}
          selected={props.selected}
          view={view}
          onView={onView}
        />
      )}
      {exporting && (
        <ViewExport
          from={from}
          input={{
            ...source.input,
            ...from.ask({ where, sort: view.sort, fields: view.columns }),
          }}
          columns={view.columns}
          name={props.label ?? from.catalog.title(props.entity, from.entity.title)}
          onClose={() => setExporting(false)}
        />
      )}
    </>
  )
}

/** `?field=value` in the address narrows from the start, as links from other records do. */
function asked(fields: Record<string, Schema>): Filter {
  const terms = [...new URLSearchParams(location.search)]
    .filter(([field]) => fields[field] && opsOf(fields[field]).includes('eq'))
    .map(([field, value]) => ({ field, op: 'eq' as const, value }))
  return { join: 'and', terms }
}

const WORDS: Record<ViewKind, () => { label: string; icon: string }> = {
  table: () => ({ label: t('Table'), icon: 'list' }),
  board: () => ({ label: t('Board'), icon: 'board' }),
  calendar: () => ({ label: t('Calendar'), icon: 'calendar' }),
  timeline: () => ({ label: t('Timeline'), icon: 'timeline' }),
}
