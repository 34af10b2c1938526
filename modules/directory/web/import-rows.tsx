import { useState } from 'react'
import { Button, ErrorState, Icon, Loading, Segmented, isChinese, t, usePaged } from '#web'
import type { CustomField } from './departments.ts'
import {
  cellText,
  planTitle,
  titleOf,
  valueAt,
  wrongText,
  type ImportRow,
  type Plan,
  type Preview,
} from './import-words.ts'

const PAGE = 50
type Shown = Plan | 'all'

/** Every row: what it means, and what is wrong with which cell. Errors come first when there are any. */
export function ImportRows({
  preview,
  custom,
}: {
  preview: Preview
  custom: readonly CustomField[]
}) {
  const [shown, setShown] = useState<Shown>(preview.errors > 0 ? 'error' : 'all')
  const fields = preview.columns.flatMap(({ field }) =>
    field && !['first_name', 'last_name', 'department_group', 'name'].includes(field)
      ? [field]
      : [],
  )
  const columns = [
    'name',
    ...(fields.includes('department') ||
    !preview.columns.some(({ field }) => field === 'department_group')
      ? fields
      : [...fields, 'department']),
  ]
  const list = usePaged<ImportRow>('directory.import.rows', {
    import: preview.import,
    limit: PAGE,
    ...(shown === 'all' ? {} : { plan: shown }),
  })
  const options: { value: Shown; count: number }[] = [
    { value: 'all', count: preview.rows },
    { value: 'error', count: preview.errors },
    { value: 'create', count: preview.to_create },
    { value: 'update', count: preview.to_update },
    { value: 'unchanged', count: preview.unchanged },
  ]
  return (
    <section className="section">
      <h2>{t('Rows')}</h2>
      <Segmented
        label={t('Which rows')}
        value={shown}
        onChange={setShown}
        options={options
          .filter(({ value, count }) => count > 0 || value === 'all')
          .map(({ value, count }) => ({
            value,
            label: `${value === 'all' ? t('All') : planTitle(value)} ${count}`,
          }))}
      />
      {list.problem && <ErrorState problem={list.problem} onRetry={() => void list.refetch()} />}
      {list.isLoading && <Loading shape="table" />}
      {list.items.length > 0 && (
        <div className="rows-box" tabIndex={0} role="region" aria-label={t('Rows')}>
          <table className="import-rows">
            <thead>
              <tr>
                <th scope="col" className="figure">
                  {t('Row')}
                </th>
                <th scope="col">{t('What happens')}</th>
                {columns.map((field) => (
                  <th key={field} scope="col">
                    {titleOf(field, custom)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.items.map((row) => (
                <RowLine key={row.line} row={row} columns={columns} custom={custom} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && (
        <div className="table-more">
          <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('Load more')}
          </Button>
        </div>
      )}
    </section>
  )
}

const TONES: Record<Plan, string> = {
  create: 'success',
  update: 'accent',
  unchanged: '',
  error: 'danger',
}

function RowLine({
  row,
  columns,
  custom,
}: {
  row: ImportRow
  columns: string[]
  custom: readonly CustomField[]
}) {
  const chinese = isChinese()
  const wrong = (field: string) => row.problems.some((problem) => problem.field === field)
  return (
    <tr className={row.plan}>
      <td className="figure number">{row.line}</td>
      <td>
        <span className={`tag ${TONES[row.plan]}`}>{planTitle(row.plan)}</span>
        {row.problems.map((problem) => (
          <span key={problem.message} className="row-problem">
            <Icon name="warning" size={14} />
            {problem.field && chinese && <b>{titleOf(problem.field, custom)}：</b>}
            {wrongText(problem, chinese)}
          </span>
        ))}
      </td>
      {columns.map((field) => (
        <td
          key={field}
          className={`${wrong(field) ? 'bad' : ''} ${row.plan === 'update' && row.changes.includes(field.split('.')[0]!) ? 'changed' : ''}`}
        >
          {cellText(valueAt(row, field))}
        </td>
      ))}
    </tr>
  )
}
