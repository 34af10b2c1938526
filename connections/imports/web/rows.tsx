import { t } from '#web'

/** Longer texts are cut: one wants to see what kind of thing stands there. */
const TEXT_MAX = 80

/** Some rows as they are, to look at. */
export function Rows({
  label,
  columns,
  items,
}: {
  label: string
  columns: readonly string[]
  items: readonly Record<string, unknown>[]
}) {
  if (items.length === 0) return <p className="muted">{t('There are no rows.')}</p>
  return (
    <div className="imports-rows" role="region" tabIndex={0} aria-label={label}>
      <table className="paste-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item, index) => (
            <tr key={String(item['id'] ?? index)}>
              {columns.map((column) => (
                <td key={column}>{shown(item[column])}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function shown(value: unknown): string {
  if (value === undefined || value === null) return '–'
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value as string)
  return text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text
}
