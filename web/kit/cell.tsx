import { plainText, isMoneyValue, isObject } from './card-data.ts'
import { FileLink, Tag } from './card-view.tsx'
import { Money, Time, calendarDay, numberText } from './format.tsx'
import { Icon } from './icon.tsx'
import { t } from './language.ts'
import { Link } from './link.tsx'
import type { Schema } from './manifest.ts'
import { PersonName } from './person.tsx'
import { useLabel } from './picker.tsx'
import { useRecord, type Row } from './record.ts'
import { controlOf, entityOf } from './schema.ts'
import { useCatalog } from './manifest.ts'

/** Columns of figures align to the right. */
export const isFigure = (schema: Schema) =>
  ['number', 'integer', 'money'].includes(controlOf(schema))

/** One field of a record as people read it. */
export function FieldValue({
  schema,
  name,
  row,
  option,
  long,
}: {
  schema: Schema
  name: string
  row: Row
  option: (name: string, value: string) => string
  long?: boolean
}) {
  const value = row[name]
  if (value === undefined || value === null || value === '')
    return (
      <span className="faint" aria-label={t('None')}>
        –
      </span>
    )
  const control = controlOf(schema)
  if (control === 'money' && isMoneyValue(value)) return <Money value={value} />
  if (control === 'number' || control === 'integer')
    return <span className="number">{numberText(Number(value))}</span>
  if (control === 'boolean')
    return value ? (
      <Icon name="check" size={16} label={t('Yes')} />
    ) : (
      <span className="muted">{t('No')}</span>
    )
  if (control === 'enum') return <Tag text={option(name, String(value))} tone={String(value)} />
  if (control === 'date') return <span className="number">{calendarDay(String(value))}</span>
  if (control === 'time') return <Time at={String(value)} />
  if (control === 'reference')
    return <Reference entity={entityOf(schema)} id={String(value)} known={row[`${name}$`]} />
  if (control === 'references' && Array.isArray(value)) {
    return (
      <span className="many">
        {value.map((id) => (
          <Reference
            key={String(id)}
            entity={entityOf(schema.items!)}
            id={String(id)}
            known={undefined}
          />
        ))}
      </span>
    )
  }
  if (control === 'file' || control === 'files')
    return <FileLink value={row[`${name}$`] ?? value} />
  if (Array.isArray(value))
    return <>{long ? value.map(plainText).join(', ') : t('{n} items', { n: value.length })}</>
  if (isObject(value))
    return (
      <code className="json">
        {long ? JSON.stringify(value, null, 2) : JSON.stringify(value).slice(0, 80)}
      </code>
    )
  return <>{String(value)}</>
}

function Reference({ entity, id, known }: { entity: string; id: string; known: unknown }) {
  const catalog = useCatalog()
  const label = useLabel(entity)
  const expanded = isObject(known) ? (known as Row) : undefined
  const listable = catalog.can(`${entity}.list`)
  const { data } = useRecord(entity, expanded || !listable ? undefined : id)
  const row = expanded ?? data
  const words = row ? label(row) : undefined
  if (entity === 'directory.person')
    return <PersonName id={id} {...(words ? { name: words } : {})} />
  const page = catalog.pages.find((one) => one.entity === entity)
  const shown = words ?? id.slice(-6)
  return page ? <Link to={`${page.path}/${id}`}>{shown}</Link> : <>{shown}</>
}
