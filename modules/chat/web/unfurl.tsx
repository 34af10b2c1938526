import { CardView, useAction, useCatalog, type Catalog } from '#web'

/** A link to a record of software that shows itself here: its card beneath the words, for whoever may see it. */
export function Unfurled({ text }: { text: string }) {
  const found = recordIn(useCatalog(), text)
  return found ? <Found {...found} /> : null
}

function Found({ action, entity, record }: { action: string; entity: string; record: string }) {
  const { data } = useAction<{ card: string }>(action, { entity, record })
  return data ? <CardView card={data.card} /> : null
}

/** `<path of a page>/<noun>/<id>`, on this server. */
const LINK =
  /(?:https?:\/\/[^\s/]+)?(\/[\w./~-]+)\/([a-z][a-z0-9]{0,30})\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/g

/** The first link in a text that a module has said how to unfurl. */
function recordIn(catalog: Catalog, text: string) {
  for (const [whole, path, noun, record] of text.matchAll(LINK)) {
    if (whole.startsWith('http') && URL.parse(whole)?.origin !== location.origin) continue
    const page = catalog.pages.find((each) => each.path === path)
    const place = catalog.placements('unfurl').find((each) => page && each.page === page.id)
    if (page && place?.action)
      return { action: place.action, entity: `${page.module}.${noun}`, record: record! }
  }
  return undefined
}
