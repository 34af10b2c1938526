import { useQuery } from '@tanstack/react-query'
import { fetchAction } from './client.ts'
import type { Catalog } from './manifest.ts'
import type { Paged } from './query.ts'

export interface Row {
  id: string
  rev?: number
  created_at?: string
  [field: string]: unknown
}

/** Names asked for within one frame travel as one list. */
const GATHER_MS = 12
const MOST = 200
const EXPAND: Record<string, string[]> = { 'directory.person': ['department'] }

interface Queue {
  ids: Set<string>
  answer: Promise<Map<string, Row>>
}
const queues = new Map<string, Queue>()

function load(entity: string, id: string): Promise<Row | null> {
  let queue = queues.get(entity)
  if (!queue || queue.ids.size >= MOST) {
    const ids = new Set<string>()
    const answer = new Promise((done) => setTimeout(done, GATHER_MS)).then(async () => {
      if (queues.get(entity)?.ids === ids) queues.delete(entity)
      const input = {
        where: { id: { in: [...ids] } },
        limit: MOST,
        ...(EXPAND[entity] ? { expand: EXPAND[entity] } : {}),
      }
      const page = await fetchAction<Paged<Row>>(`${entity}.list`, input)
      return new Map(page.items.map((row) => [row.id, row]))
    })
    queue = { ids, answer }
    queues.set(entity, queue)
  }
  queue.ids.add(id)
  return queue.answer.then((rows) => rows.get(id) ?? null)
}

/** One record by id; `null` when there is none that one may see. */
export function useRecord<R extends Row = Row>(entity: string, id: string | undefined) {
  return useQuery({
    queryKey: [`${entity}.list`, 'one', id],
    queryFn: () => load(entity, id!) as Promise<R | null>,
    enabled: Boolean(id),
    staleTime: 60_000,
  })
}

export interface Person extends Row {
  name: string
  email?: string
  mobile?: string
  staff_no?: string
  job_title?: string
  department?: string
  department$?: { id: string; name?: string }
  manager?: string
  status?: string
  avatar?: string
  hired_on?: string
}
export const usePerson = (id: string | undefined) => useRecord<Person>('directory.person', id)

/** Where a record is shown, as far as any page of this caller's shows it. */
export function recordPath(catalog: Catalog, entity: string, row: Row): string | undefined {
  const template = catalog.pages.find((page) => page.opens?.[entity])?.opens?.[entity]
  if (template) {
    const known = [...template.matchAll(/\{(\w+)\}/g)].every(([, field]) => row[field!])
    return known ? template.replaceAll(/\{(\w+)\}/g, (_, field) => String(row[field])) : undefined
  }
  const page = catalog.pages.find((one) => one.entity === entity && !one.component)
  return page && `${page.path}/${row.id}`
}
