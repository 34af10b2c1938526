import { FieldValue, Tag, optionsOf, t, useLabel, type EntityInfo, type Row } from '#web'

/** The same records in columns by one field. */
export function Board({
  entity,
  rows,
  groupBy,
  columns,
  option,
  onOpen,
}: {
  entity: EntityInfo
  rows: Row[]
  groupBy: string
  columns: readonly string[]
  option: (name: string, value: string) => string
  onOpen: (row: Row) => void
}) {
  const label = useLabel(entity.id)
  const groups = optionsOf(entity.fields[groupBy] ?? {}) ?? [
    ...new Set(rows.map((row) => String(row[groupBy] ?? ''))),
  ]
  const shown = columns
    .filter((name) => name !== groupBy && name !== entity.label && entity.fields[name])
    .slice(0, 3)
  return (
    <div className="board">
      {groups.map((group) => {
        const mine = rows.filter((row) => String(row[groupBy] ?? '') === group)
        return (
          <section key={group} className="board-column" aria-label={option(groupBy, group)}>
            <header>
              <Tag text={option(groupBy, group)} tone={group} />
              <small>{mine.length}</small>
            </header>
            {mine.map((row) => (
              <button key={row.id} type="button" className="board-card" onClick={() => onOpen(row)}>
                <strong>{label(row)}</strong>
                {shown.map(
                  (name) =>
                    row[name] !== undefined && (
                      <small key={name}>
                        <BoardValue entity={entity} name={name} row={row} option={option} />
                      </small>
                    ),
                )}
              </button>
            ))}
            {mine.length === 0 && <small className="muted">{t('None')}</small>}
          </section>
        )
      })}
    </div>
  )
}

/** Inside a button nothing else may be pressed, so references are only their names. */
function BoardValue({
  entity,
  name,
  row,
  option,
}: {
  entity: EntityInfo
  name: string
  row: Row
  option: (name: string, value: string) => string
}) {
  const near = row[`${name}$`] as { name?: string; title?: string } | undefined
  if (near) return <>{near.name ?? near.title}</>
  return <FieldValue schema={entity.fields[name]!} name={name} row={row} option={option} />
}
