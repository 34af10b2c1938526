import {
  FieldValue,
  Link,
  Loading,
  isFigure,
  labelOf,
  optionOf,
  t,
  useAction,
  useCatalog,
  type Paged,
  type Row,
} from '#web'

const ROWS = 20
const COLUMNS = 6

/** A table of an entity's records: those that the reader may see. */
export function RecordsBlock({ attrs: { entity: id, search } }: { attrs: Record<string, string> }) {
  const catalog = useCatalog()
  const entity = catalog.entity(id ?? '')
  const list = `${id}.list`
  const { data, problem } = useAction<Paged<Row>>(
    list,
    entity && catalog.can(list) ? { limit: ROWS, ...(search ? { search } : {}) } : undefined,
  )
  if (!entity || !catalog.can(list) || problem)
    return <p className="missing">{t('These records are not yours to see.')}</p>
  if (!data) return <Loading rows={3} />
  const page = catalog.pages.find((each) => each.entity === entity.id)
  const columns = (page?.columns ?? Object.keys(entity.fields))
    .filter((name) => entity.fields[name] && entity.fields[name]['x-kind'] !== 'json')
    .slice(0, COLUMNS)
  const say = labelOf(catalog, entity.id, entity.id)
  const title = page ? catalog.title(page.id, page.title) : catalog.title(entity.id, entity.title)
  return (
    <figure className="records-block">
      <figcaption>
        {page ? <Link to={page.path}>{title}</Link> : title}
        {data.next && <small>{t('The first {n}', { n: data.items.length })}</small>}
      </figcaption>
      {data.items.length === 0 ? (
        <p className="muted">{t('No records yet')}</p>
      ) : (
        <div className="records-scroll" tabIndex={0} role="region" aria-label={title}>
          <table>
            <thead>
              <tr>
                {columns.map((name) => (
                  <th
                    key={name}
                    scope="col"
                    className={isFigure(entity.fields[name]!) ? 'figure' : ''}
                  >
                    {say(name, entity.fields[name]!)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.items.map((row) => (
                <tr key={row.id}>
                  {columns.map((name) => (
                    <td key={name} className={isFigure(entity.fields[name]!) ? 'figure' : ''}>
                      <FieldValue
                        schema={entity.fields[name]!}
                        name={name}
                        row={row}
                        option={optionOf(catalog, entity.id)}
                      />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </figure>
  )
}
