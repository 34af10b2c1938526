import { t } from '../language.ts'
import { Link } from '../link.tsx'
import { useCatalog, type Catalog } from '../manifest.ts'
import { useLabel } from '../picker.tsx'
import { useAction, type Paged } from '../query.ts'
import type { Row } from '../record.ts'
import { bare, entityOf } from '../schema.ts'
import { labelOf } from '../action-dialog.tsx'

/** Records of `entity` whose `field` refers to the one shown. */
export interface Relation {
  entity: string
  field: string
}
/** A record that everything refers to would ask for everything. */
const MOST = 12
const SHOWN = 5

/** What refers to this record, by kind. */
export function PanelRelated({
  entity,
  id,
  only,
}: {
  entity: string
  id: string
  only?: readonly Relation[] | undefined
}) {
  const catalog = useCatalog()
  return (only ?? relationsOf(catalog, entity)).map((one) => (
    <Related key={`${one.entity}.${one.field}`} {...one} id={id} />
  ))
}

function relationsOf(catalog: Catalog, entity: string): Relation[] {
  return catalog.modules
    .flatMap((module) => module.entities)
    .filter((other) => catalog.can(`${other.id}.list`) && other.actions.includes('list'))
    .flatMap((other) =>
      Object.entries(other.fields)
        .filter(([, schema]) => bare(schema).type === 'string' && entityOf(schema) === entity)
        .map(([field]) => ({ entity: other.id, field })),
    )
    .slice(0, MOST)
}

function Related({ entity, field, id }: Relation & { id: string }) {
  const catalog = useCatalog()
  const label = useLabel(entity)
  const { data } = useAction<Paged<Row>>(`${entity}.list`, {
    where: { [field]: id },
    sort: ['-created_at'],
    limit: SHOWN + 1,
  })
  const rows = data?.items ?? []
  if (rows.length === 0) return null
  const page = catalog.pages.find((one) => one.entity === entity)
  const info = catalog.entity(entity)
  const say = labelOf(catalog, entity, entity)
  return (
    <section className="section" aria-label={catalog.title(entity, info?.title)}>
      <h3>
        {catalog.title(entity, info?.title)}{' '}
        <small className="muted">{say(field, info?.fields[field] ?? {})}</small>
      </h3>
      <ul className="related">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.id}>
            {page ? <Link to={`${page.path}/${row.id}`}>{label(row)}</Link> : label(row)}
          </li>
        ))}
      </ul>
      {rows.length > SHOWN && page && (
        <Link to={`${page.path}?${field}=${id}`}>{t('All of them')}</Link>
      )}
    </section>
  )
}
