import {
  FieldValue,
  Icon,
  Link,
  labelOf,
  optionOf,
  recordPath,
  t,
  useCatalog,
  useRecord,
} from '#web'

/** Fields shown beside the name; more is on the record's own page. */
const FIELDS = 4

/** One record of any entity, as far as the reader may see it. */
export function RecordBlock({ attrs: { entity: id, record } }: { attrs: Record<string, string> }) {
  const catalog = useCatalog()
  const entity = catalog.entity(id ?? '')
  const { data, error } = useRecord(id ?? '', entity ? record : undefined)
  if (!entity || data === null || error)
    return <p className="missing">{t('This record is not there, or not yours to see.')}</p>
  if (!data) return <p className="record-block waiting" aria-busy />
  const path = recordPath(catalog, entity.id, data)
  const page = catalog.pages.find((each) => each.opens?.[entity.id] ?? each.entity === entity.id)
  const name = String(data[entity.label] ?? t('Untitled'))
  const say = labelOf(catalog, entity.id, entity.id)
  const fields = Object.entries(entity.fields)
    .filter(([field]) => field !== entity.label && data[field] !== undefined)
    .slice(0, FIELDS)
  return (
    <section className="record-block" aria-label={name}>
      <header>
        <Icon name={page?.icon ?? 'square'} size={16} />
        {path ? <Link to={path}>{name}</Link> : <strong>{name}</strong>}
        <small>{catalog.title(entity.id, entity.title)}</small>
      </header>
      <dl className="card-facts">
        {fields.map(([field, schema]) => (
          <div key={field}>
            <dt>{say(field, schema)}</dt>
            <dd>
              <FieldValue
                schema={schema}
                name={field}
                row={data}
                option={optionOf(catalog, entity.id)}
              />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
