import type { ReactNode } from 'react'
import {
  Button,
  FieldValue,
  Link,
  Loading,
  isFigure,
  recordPath,
  t,
  tn,
  useAction,
  useCatalog,
  usePaged,
  useSource,
  whereOf,
  type Paged,
  type Row,
  type ViewSetting,
} from '#web'

/** A text is read; who works with hundreds of records goes to their page. */
const ROWS = 20
const COLUMNS = 6

interface Attrs {
  entity?: string | null
  search?: string | null
  view?: string | null
}

/** A table of an entity's records: those that the reader may see. */
export function RecordsBlock({ attrs }: { attrs: Attrs }) {
  const catalog = useCatalog()
  const id = attrs.entity ?? ''
  if (!catalog.entity(id) || !catalog.can(`${id}.list`)) return <NotYours />
  return <Records {...attrs} id={id} />
}

const NotYours = () => <p className="missing">{t('These records are not yours to see.')}</p>

function Records({ id, search, view: kept }: Attrs & { id: string }) {
  const from = useSource({ entity: id })
  const { catalog, entity } = from
  // A view that is gone, or another's own, leaves the table as its page shows it.
  const saved = useAction<Paged<Row & { name: string; setting: ViewSetting }>>(
    'directory.view.list',
    kept && catalog.can('directory.view.list') ? { where: { id: kept }, limit: 1 } : undefined,
  )
  const view = saved.data?.items[0]
  const page = catalog.pages.find((each) => each.entity === id)
  const columns = (view?.setting.columns ?? page?.columns ?? Object.keys(entity.fields))
    .filter((name) => from.fields[name] && from.fields[name]['x-kind'] !== 'json')
    .slice(0, COLUMNS)
  const where = view?.setting.filter && whereOf(view.setting.filter, from.fields)
  const list = usePaged<Row>(
    from.list,
    {
      ...from.ask({ where, sort: view?.setting.sort || undefined, fields: columns }),
      limit: ROWS,
      ...(search ? { search } : {}),
    },
    { enabled: !saved.isLoading },
  )
  const counts = catalog.can(`${id}.aggregate`) && !search && !saved.isLoading
  const counted = useAction<{ items: { n: number }[] }>(
    `${id}.aggregate`,
    counts ? { ...(where ? { where } : {}), measures: { n: 'count' } } : undefined,
  )
  if (list.problem && list.items.length === 0) return <NotYours />
  if (!list.data) return <Loading rows={3} />
  const title = page ? catalog.title(page.id, page.title) : catalog.title(id, entity.title)
  const shown = list.items.length
  const all = list.hasNextPage ? counted.data?.items[0]?.n : shown
  return (
    <figure className="records-block">
      <figcaption>
        {page ? <Link to={page.path}>{title}</Link> : title}
        {view && <span className="muted">{view.name}</span>}
        {shown > 0 && <small>{countWords(shown, all)}</small>}
      </figcaption>
      {shown === 0 ? (
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
                    className={isFigure(from.fields[name]!) ? 'figure' : ''}
                  >
                    {from.say(name, from.fields[name]!)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {list.items.map((row) => (
                <tr key={row.id}>
                  {columns.map((name, at) => (
                    <td key={name} className={isFigure(from.fields[name]!) ? 'figure' : ''}>
                      <Opening row={row} entity={id} first={at === firstOf(columns, entity.label)}>
                        <FieldValue
                          schema={from.fields[name]!}
                          name={name}
                          row={row}
                          option={from.option}
                        />
                      </Opening>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && (
        <p className="records-more">
          <Button small busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('Show more')}
          </Button>
        </p>
      )}
    </figure>
  )
}

function countWords(shown: number, all: number | undefined): string {
  if (all === undefined) return t('The first {n}', { n: shown })
  return all > shown ? t('{n} of {all}', { n: shown, all }) : tn(all, '{n} record', '{n} records')
}

const firstOf = (columns: readonly string[], label: string): number =>
  Math.max(columns.indexOf(label), 0)

/** The record’s own name leads to it; what may be done there its rules say. */
function Opening({
  row,
  entity,
  first,
  children,
}: {
  row: Row
  entity: string
  first: boolean
  children: ReactNode
}) {
  const catalog = useCatalog()
  const path = first ? recordPath(catalog, entity, row) : undefined
  return path ? <Link to={path}>{children}</Link> : children
}
