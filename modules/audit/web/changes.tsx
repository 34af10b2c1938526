import {
  calendarDay,
  exactTime,
  labelOf,
  moneyText,
  optionOf,
  t,
  useCatalog,
  useLabel,
  useRecord,
  type Catalog,
  type Schema,
} from '#web'
import type { Change } from './entry.ts'

/** Field by field, what stood there and what stands there now. */
export function Changes({ changes }: { changes: readonly Change[] }) {
  const catalog = useCatalog()
  return (
    <section className="section" aria-label={t('What changed')}>
      <h3>{t('What changed')}</h3>
      {changes.map((change) => (
        <div key={`${change.entity} ${change.id} ${change.op}`} className="change">
          <p className="change-title">
            <span className={`tag ${TONES[change.op]}`}>{opTitle(change.op)}</span>
            {catalog.title(change.entity, catalog.entity(change.entity)?.title)}
          </p>
          <Fields change={change} catalog={catalog} />
        </div>
      ))}
    </section>
  )
}

const TONES = { create: 'success', update: 'accent', delete: 'danger' }
const opTitle = (op: Change['op']) =>
  ({ create: t('Record created'), update: t('Record changed'), delete: t('Record deleted') })[op]
/** Keys that only machines read. */
const HIDDEN = new Set(['name_key', 'pinyin', 'path'])

function Fields({ change, catalog }: { change: Change; catalog: Catalog }) {
  const { before = {}, after = {}, entity, op } = change
  const schemas = catalog.entity(entity)?.fields ?? {}
  const say = labelOf(catalog, entity, entity)
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (name) => !HIDDEN.has(name),
  )
  if (names.length === 0) return null
  return (
    <dl className="diff">
      {names.map((name) => (
        <div key={name}>
          <dt>{say(name, schemas[name] ?? {})}</dt>
          <dd>
            {op !== 'create' && (
              <del>
                <Value value={before[name]} schema={schemas[name]} name={name} entity={entity} />
              </del>
            )}
            {op !== 'delete' && (
              <ins>
                <Value value={after[name]} schema={schemas[name]} name={name} entity={entity} />
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Value({
  value,
  schema,
  name,
  entity,
}: {
  value: unknown
  schema: Schema | undefined
  name: string
  entity: string
}) {
  const catalog = useCatalog()
  if (value === undefined || value === null || value === '')
    return <span className="muted">{t('nothing')}</span>
  const to = schema?.['x-ref']
  if (to && typeof value === 'string' && catalog.can(`${to}.list`))
    return <Named entity={to} id={value} />
  if (typeof value === 'boolean') return <>{t(value ? 'Yes' : 'No')}</>
  if (typeof value === 'object') {
    const money = value as { amount?: string; currency?: string }
    return typeof money.amount === 'string' && money.currency ? (
      <>{moneyText({ amount: money.amount, currency: money.currency })}</>
    ) : (
      <code>{JSON.stringify(value)}</code>
    )
  }
  const text = String(value)
  if (schema?.enum) return <>{optionOf(catalog, entity)(name, text)}</>
  if (schema?.format === 'date') return <>{calendarDay(text)}</>
  if (schema?.format === 'date-time') return <>{exactTime(text)}</>
  return <>{text}</>
}

function Named({ entity, id }: { entity: string; id: string }) {
  const { data } = useRecord(entity, id)
  const label = useLabel(entity)
  return <>{data ? label(data) : id.slice(-6)}</>
}
