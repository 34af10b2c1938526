import { t, useAction, useCatalog } from '#web'
import { usePause } from './palette-records.ts'

interface Answer {
  items: { module: string; title: string; sub?: string; path: string }[]
  asked: { module: string; title: string; state: 'answered' | 'late' | 'failed' }[]
}

export interface VendorHits {
  module: string
  title: string
  hits: { key: string; label: string; sub: string; icon: string; path: string }[]
  /** Said when it has not answered, so that nothing found is not taken for nothing there. */
  note?: string
}

/** What software that lies elsewhere has found; the server waits for each only so long. */
export function useVendorsFound(search: string): VendorHits[] {
  const catalog = useCatalog()
  const words = usePause(search)
  const { data } = useAction<Answer>(
    'remote.search.ask',
    { text: words },
    { enabled: words !== '' && search !== '' && catalog.can('remote.search.ask') },
  )
  if (search === '' || !data) return []
  return data.asked.map(({ module, title, state }) => {
    const name = catalog.title(module, title)
    const icon = catalog.pages.find((page) => page.module === module)?.icon ?? 'link'
    return {
      module,
      title: name,
      hits: data.items
        .filter((item) => item.module === module)
        .map(({ title: label, sub = '', path }, at) => ({
          key: `${module}:${at}:${path}`,
          label,
          sub,
          icon,
          path,
        })),
      ...(state === 'answered'
        ? {}
        : {
            note:
              state === 'late'
                ? t('{name} has not answered in time', { name })
                : t('{name} cannot be asked at the moment', { name }),
          }),
    }
  })
}
