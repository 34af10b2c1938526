import { useMemo, useState, type ReactNode, type SyntheticEvent } from 'react'
import { DataTable } from '../data-table.tsx'
import { t, tn } from '../language.ts'
import { usePaged } from '../query.ts'
import type { Row } from '../record.ts'
import { Empty } from '../state.tsx'
import { useTableView, type TableView } from '../table-columns.ts'
import type { Spot } from '../table-keys.ts'
import { FieldValue } from '../cell.tsx'
import { useChange } from './change.ts'
import { FieldEditor } from './field-editor.tsx'
import { useCounts } from './groups.ts'
import { PasteDialog } from './paste-dialog.tsx'
import { cellsOf } from './paste.ts'
import { Refused } from './refused.tsx'
import { useSource, type RecordSource } from './source.ts'
import { textOf } from './text.ts'
import { useTotals } from './totals.tsx'

export interface RecordTableProps extends RecordSource {
  /** Where its columns and widths are kept. */
  name: string
  selected?: string | undefined
  /** Columns and order from outside; without them the table keeps its own. */
  view?: TableView
  onView?: ((part: Partial<TableView>) => void) | undefined
}
const PAGE = 200

/** Records in rows, by the hundred thousand; cells change in place where the rules allow. */
export function RecordTable(props: RecordTableProps) {
  const { rows: given, where } = props
  const from = useSource(props)
  const change = useChange(props)
  const own = useTableView(props.name, from.entity, props.columns)
  const view = props.view ?? own[0]
  const onView = props.onView ?? own[1]
  const [pasted, setPasted] = useState<{ cells: string[][]; at: Spot }>()
  const counted = from.catalog.can(`${props.entity}.aggregate`) && !given && !props.list
  const group = view.group && from.takes('sort') ? view.group : undefined
  const query = from.ask({ sort: view.sort, fields: [...view.columns, ...(group ? [group] : [])] })
  const sort = 'sort' in query ? (query.sort as string[]) : []
  const list = usePaged<Row>(
    from.list,
    {
      ...query,
      ...(group ? { sort: [group, ...sort.filter((one) => !one.endsWith(group))] } : {}),
      limit: PAGE,
    },
    { enabled: !given },
  )
  const rows = useMemo(() => given ?? list.items, [given, list.items])
  const { search } = (props.input ?? {}) as { search?: string }
  const totals = useTotals(props.entity, from, view.columns, where, search, counted)
  const counts = useCounts(props, from, group ?? '', undefined, group !== undefined)
  const columns = view.columns.filter((name) => from.fields[name])
  const writes = columns.some((name) => change.can(name))
  const adds = from.catalog.can(`${props.entity}.create`)
  const heading = (row: Row): ReactNode => {
    const name = group!
    const value = row[name] ?? null
    const n = counts?.get(value)
    return (
      <>
        {value === null ? (
          <span className="muted">{t('None')}</span>
        ) : (
          <FieldValue schema={from.fields[name]!} name={name} row={row} option={from.option} />
        )}
        {n !== undefined && <small>{tn(n, '{n} record', '{n} records')}</small>}
      </>
    )
  }
  return (
    <>
      <DataTable
        entity={from.entity}
        rows={rows}
        overlay={change.overlay}
        view={group && !list.isPlaceholderData ? view : { ...view, group: '' }}
        onView={onView}
        label={props.label ?? from.entity.title}
        labelOf={from.say}
        option={from.option}
        onOpen={props.onOpen}
        chosen={props.selected}
        more={!given && list.hasNextPage}
        onMore={() => void (list.isFetchingNextPage || list.fetchNextPage())}
        loading={!given && (list.isLoading || list.isFetchingNextPage)}
        problem={list.problem}
        onRetry={() => void list.refetch()}
        empty={props.empty ?? <Empty icon="list" title={t('Nothing here yet')} />}
        textOf={(name, row) => textOf(from.fields[name]!, name, row, from)}
        heading={heading}
        canGroup={(name) => !given && from.takes('sort') && name !== from.entity.label}
        foot={totals}
        {...(writes
          ? {
              editable: (name: string) => change.can(name) && !from.fields[name]?.readOnly,
              editor: (name: string, row: Row, close: () => void) => (
                <CellEditor>
                  <FieldEditor from={from} row={row} name={name} change={change} onClose={close} />
                </CellEditor>
              ),
            }
          : {})}
        beside={(row) =>
          change.problemOf(row.id) && (
            <Refused problem={change.problemOf(row.id)} onClose={() => change.forgive(row.id)} />
          )
        }
        {...(writes || adds
          ? { onPaste: (text: string, at: Spot) => setPasted({ cells: cellsOf(text), at }) }
          : {})}
      />
      {pasted && (
        <PasteDialog
          from={from}
          cells={pasted.cells}
          rows={rows.slice(pasted.at.row, pasted.at.row + pasted.cells.length)}
          columns={columns.slice(pasted.at.column)}
          can={(name) => change.can(name)}
          fixed={fixedOf(where)}
          onClose={() => setPasted(undefined)}
        />
      )}
    </>
  )
}

/** What happens in an editor is no business of the grid around it. */
function CellEditor({ children }: { children: ReactNode }) {
  const stop = (event: SyntheticEvent) => event.stopPropagation()
  return (
    <div
      className="cell-editor"
      onClick={stop}
      onDoubleClick={stop}
      onPointerDown={stop}
      onKeyDown={stop}
      onPaste={stop}
      onCopy={stop}
      role="presentation"
    >
      {children}
    </div>
  )
}

/** Plain equalities of the frame (a project's tasks) hold for new records too. */
function fixedOf(where: object | undefined): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(where ?? {}).filter(([, value]) => typeof value === 'string'),
  )
}
