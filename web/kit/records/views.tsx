import { useDeferredValue, useState, type ReactNode } from 'react'
import { Segmented } from '../field.tsx'
import { t } from '../language.ts'
import { remembered } from '../signal.ts'
import { Empty } from '../state.tsx'
import { useTableView } from '../table-columns.ts'
import { TableTools, whereOf, type Condition } from '../table-tools.tsx'
import { RecordBoard } from './board.tsx'
import { RecordCalendar } from './calendar.tsx'
import type { Group } from './groups.ts'
import { both, useSource, type RecordSource } from './source.ts'
import { RecordTable } from './table.tsx'
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
  const [conditions, setConditions] = useState<Condition[]>([])
  const [view, onView] = useTableView(name, from.entity, props.columns)
  const words = useDeferredValue(search.trim())
  const filter = whereOf(conditions, from.fields)
  const narrowed = words !== '' || filter !== undefined
  const source: RecordSource = {
    ...props,
    where: both(props.where, filter),
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
      <TableTools
        entity={from.entity}
        labelOf={from.say}
        option={from.option}
        search={from.takes('search') && from.entity.search?.length !== 0 ? search : undefined}
        onSearch={setSearch}
        conditions={conditions}
        onConditions={setConditions}
        view={view}
        onView={onView}
      >
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
      </TableTools>
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
    </>
  )
}

const WORDS: Record<ViewKind, () => { label: string; icon: string }> = {
  table: () => ({ label: t('Table'), icon: 'list' }),
  board: () => ({ label: t('Board'), icon: 'board' }),
  calendar: () => ({ label: t('Calendar'), icon: 'calendar' }),
  timeline: () => ({ label: t('Timeline'), icon: 'timeline' }),
}
