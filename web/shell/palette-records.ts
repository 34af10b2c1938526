import { useQueries } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { fetchAction, recordPath, useCatalog, type Catalog, type EntityInfo, type Row } from '#web'

export interface FoundRecord {
  key: string
  label: string
  sub: string
  icon: string
  path: string
}

/** Of one kind; who wants more searches on its own page. */
const EACH = 4
/** Kinds asked at once, those of the rail first: each is a query for every pause in typing. */
const KINDS_MAX = 12
/** Between two keys of one word is less. */
const PAUSE_MS = 180
/** Found by name already, with their faces. */
const APART = ['directory.person', 'chat.conversation']

interface Kind {
  entity: EntityInfo
  action: string
  /** What the words are called in the query’s input. */
  words: 'text' | 'search'
  title: string
  icon: string
}

/**
 * Records of every module that can be searched and shown: by the module's own `<entity>.search`
 * where it has one, which may look into texts, else by the search of its list.
 */
export function useRecordsFound(search: string): FoundRecord[] {
  const catalog = useCatalog()
  const words = usePause(search)
  const kinds = kindsOf(catalog)
  return useQueries({
    queries: kinds.map((kind) => {
      const input = { [kind.words]: words, limit: EACH }
      return {
        queryKey: [kind.action, input],
        queryFn: ({ signal }: { signal: AbortSignal }) =>
          fetchAction<{ items: Row[] }>(kind.action, input, signal),
        enabled: words !== '' && search !== '',
        retry: false,
      }
    }),
    combine: (answers) =>
      search === ''
        ? []
        : answers.flatMap(({ data }, at) =>
            (data?.items ?? []).flatMap((item) => shownOf(catalog, kinds[at]!, item)),
          ),
  })
}

function kindsOf(catalog: Catalog): Kind[] {
  return catalog.modules
    .flatMap(({ entities }) => entities)
    .filter(({ id }) => !APART.includes(id))
    .flatMap((entity): (Kind & { rail: number })[] => {
      const page = catalog.pages.find(
        (one) => one.opens?.[entity.id] || (one.entity === entity.id && !one.component),
      )
      const own = catalog.action(`${entity.id}.search`)
      const list = catalog.action(`${entity.id}.list`)
      const listed = entity.search?.length && list?.input.properties?.['search']
      const asked = own?.input.properties?.['text'] ? own : listed ? list : undefined
      if (!page || !asked) return []
      return [
        {
          entity,
          action: asked.id,
          words: asked === own ? 'text' : 'search',
          title: catalog.title(entity.id, entity.title),
          icon: page.icon,
          rail: page.rail ?? Infinity,
        },
      ]
    })
    .toSorted((a, b) => (a.rail === b.rail ? 0 : a.rail - b.rail))
    .slice(0, KINDS_MAX)
}

/** An own search answers records under their noun, perhaps with the words around the place. */
function shownOf(catalog: Catalog, kind: Kind, item: Row): FoundRecord[] {
  const { entity, title, icon } = kind
  const row = (item[entity.id.split('.').at(-1)!] as Row | undefined) ?? item
  const path = recordPath(catalog, entity.id, row)
  if (!path) return []
  const excerpt = typeof item['excerpt'] === 'string' ? item['excerpt'] : ''
  return [
    {
      key: `${entity.id}:${row.id}`,
      label: String(row[entity.label] ?? title),
      sub: [title, excerpt].filter(Boolean).join(' · '),
      icon,
      path,
    },
  ]
}

/** What was last typed before a pause. */
export function usePause(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
