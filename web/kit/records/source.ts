import { useMemo, type ReactNode } from 'react'
import { labelOf, optionOf } from '../action-dialog.tsx'
import type { Answer } from '../client.ts'
import { useCatalog, type ActionInfo, type EntityInfo, type Schema } from '../manifest.ts'
import { useLabel } from '../picker.tsx'
import type { Row } from '../record.ts'
import { bare } from '../schema.ts'
import { fieldsOf } from '../table-columns.ts'

/** Where records come from, and how a change of one is written. */
export interface RecordSource {
  /** Entity id of the manifest. */
  entity: string
  /** Query action; default `<entity>.list`. */
  list?: string | undefined
  /** Always sent with the query. */
  input?: object | undefined
  /** Always narrowed by, in the filter language. */
  where?: object | undefined
  /** Records in hand instead of a query. */
  rows?: Row[] | undefined
  onOpen?: ((row: Row) => void) | undefined
  /** Fields shown. */
  columns?: readonly string[] | undefined
  label?: string | undefined
  empty?: ReactNode
  /** Default: the standard update, where the caller has it. `false`: nothing is changed here. */
  change?: false | string | Changer | undefined
}
export type Changer = (row: Row, patch: Record<string, unknown>) => Promise<Answer<unknown>>

/** Two filters as one; what is absent narrows nothing. */
export function both(a: object | undefined, b: object | undefined): object | undefined {
  return a && b ? { and: [a, b] } : (a ?? b)
}

const UNKNOWN: EntityInfo = { id: '', title: '', label: 'name', fields: {}, actions: [] }

/** The entity of a source with its words, and what its list takes. */
export function useSource(source: RecordSource) {
  const catalog = useCatalog()
  const list = source.list ?? `${source.entity}.list`
  const action = catalog.action(list)
  const own = catalog.entity(source.entity) ?? UNKNOWN
  const entity = useMemo(
    () => (source.list ? { ...own, fields: { ...own.fields, ...itemsOf(action) } } : own),
    [own, source.list, action],
  )
  const takes = action?.input.properties ?? {}
  const fields = useMemo(() => fieldsOf(entity), [entity])
  return {
    catalog,
    entity,
    list,
    /** A query of the caller’s own, which says itself what it takes. */
    custom: source.list !== undefined,
    fields,
    takes: (name: string) => takes[name] !== undefined,
    named: useLabel(source.entity),
    say: labelOf(catalog, source.entity, source.entity),
    option: optionOf(catalog, source.entity),
    /** What to ask for, beside the page. */
    ask(more: { where?: object | undefined; sort?: string | undefined; fields?: string[] } = {}) {
      const where = both(source.where, more.where)
      const expand = (more.fields ?? Object.keys(entity.fields)).filter((name) =>
        isLink(fields[name]),
      )
      return {
        ...source.input,
        ...(where && takes.where ? { where } : {}),
        ...(more.sort && takes.sort ? { sort: [more.sort] } : {}),
        ...(expand.length > 0 && takes.expand ? { expand: expand.slice(0, EXPANDED) } : {}),
      }
    },
  }
}
/** What a list of its own kind answers beside the entity's fields. */
function itemsOf(action: ActionInfo | undefined): Record<string, Schema> {
  const {
    id: _id,
    rev: _rev,
    ...fields
  } = action?.output.properties?.items?.items?.properties ?? {}
  return fields
}

/** As many as a list takes. */
const EXPANDED = 8

/** One reference whose record can be brought along. */
export function isLink(schema: EntityInfo['fields'][string] | undefined): boolean {
  const own = schema && bare(schema)
  return Boolean(own?.['x-ref'] && own.type !== 'array' && own['x-ref'] !== 'files.file')
}
