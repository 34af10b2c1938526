import type { Row } from '../record.ts'
import { DataTable } from '../data-table.tsx'
import { usePaged } from '../query.ts'
import { Empty } from '../state.tsx'
import { t } from '../language.ts'
import { useTableView, type TableView } from '../table-columns.ts'
import { useChange } from './change.ts'
import { useSource, type RecordSource } from './source.ts'

export interface RecordTableProps extends RecordSource {
  /** Where its columns and widths are kept. */
  name: string
  selected?: string | undefined
  search?: string | undefined
  /** Columns and order from outside; without them the table keeps its own. */
  view?: TableView
  onView?: ((part: Partial<TableView>) => void) | undefined
}
const PAGE = 100

/** Records in rows, by the hundred thousand. */
export function RecordTable(props: RecordTableProps) {
  const from = useSource(props)
  const change = useChange(props)
  const own = useTableView(props.name, from.entity, props.columns)
  const view = props.view ?? own[0]
  const onView = props.onView ?? own[1]
  const list = usePaged<Row>(
    from.list,
    {
      ...from.ask({ sort: view.sort, fields: view.columns }),
      ...(props.search && from.takes('search') ? { search: props.search } : {}),
      limit: PAGE,
    },
    { enabled: !props.rows },
  )
  return (
    <DataTable
      entity={from.entity}
      rows={(props.rows ?? list.items).map(change.overlay)}
      view={view}
      onView={onView}
      label={props.label ?? from.entity.title}
      labelOf={from.say}
      option={from.option}
      onOpen={props.onOpen}
      chosen={props.selected}
      more={!props.rows && list.hasNextPage}
      onMore={() => void (list.isFetchingNextPage || list.fetchNextPage())}
      loading={!props.rows && (list.isLoading || list.isFetchingNextPage)}
      problem={list.problem}
      onRetry={() => void list.refetch()}
      empty={props.empty ?? <Empty icon="list" title={t('Nothing here yet')} />}
    />
  )
}
