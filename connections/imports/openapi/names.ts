/** Longer names help nobody, and ids are read by people. */
const NAME_MAX = 40

export interface Named {
  readonly noun: string
  readonly verb: string
}

/** `GET /customers/{id}` is `customer.get`: what REST says with method and path, in words. */
export function namedBy(method: string, path: string, operationId: string, tag: string): Named {
  const parts = path.split('/').filter(Boolean)
  const last = parts.at(-1) ?? ''
  const fixed = parts.filter((part) => !part.includes('{') && !/^v?\d+(\.\d+)*$/i.test(part))
  const byId = last.includes('{')
  // What stands behind the id of one thing is done to it: /orders/{id}/cancel.
  const behind = parts.length >= 2 && parts.at(-2)!.includes('{') && !byId
  const plural = /[^s]s$/i.test(last)
  if (behind && !plural && method !== 'get' && fixed.length >= 2)
    return { noun: nounOf(fixed.at(-2)!), verb: wordOf(last) }
  const noun = nounOf(fixed.at(-1) ?? (tag || operationId || 'thing'))
  const verb = VERBS[method]?.[byId ? 1 : 0] ?? (wordOf(operationId) || method)
  return { noun, verb: method === 'get' && !byId && !plural ? 'read' : verb }
}

/** Names given so far, and how often a name was asked for beyond the first. */
export interface Taken {
  readonly names: Set<string>
  readonly counts: Map<string, number>
}

/** The first that is free: by the path, by the service's own name for it, by a number. */
export function freeName(first: Named, operationId: string, { names, counts }: Taken): Named {
  const own = wordOf(operationId)
  const give = (verb: string): Named | undefined => {
    const name = `${first.noun}.${verb}`
    if (names.has(name)) return undefined
    names.add(name)
    return { noun: first.noun, verb }
  }
  const free = give(first.verb) ?? (own ? give(own) : undefined)
  if (free) return free
  const stem = (own || first.verb).slice(0, NAME_MAX - 6).replace(/_+$/, '')
  for (let n = counts.get(`${first.noun}.${stem}`) ?? 2; ; n++) {
    const numbered = give(`${stem}_${n}`)
    if (!numbered) continue
    counts.set(`${first.noun}.${stem}`, n + 1)
    return numbered
  }
}

const VERBS: Readonly<Record<string, readonly [string, string]>> = {
  get: ['list', 'get'],
  post: ['create', 'post'],
  put: ['replace', 'replace'],
  patch: ['update', 'update'],
  delete: ['clear', 'delete'],
  head: ['head', 'head'],
  options: ['options', 'options'],
}

export const nounOf = (text: string): string => {
  const word = wordOf(text).replaceAll('_', '')
  const one = word.endsWith('ies')
    ? `${word.slice(0, -3)}y`
    : /[^sui]s$/.test(word)
      ? word.slice(0, -1)
      : word
  return /^[a-z]/.test(one) ? one : `n${one || 'one'}`.slice(0, NAME_MAX)
}

/** `createCustomerOrder`, `Create-order` → `create_customer_order`. */
export function wordOf(text: string): string {
  const words = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, NAME_MAX)
    .replace(/_+$/, '')
  return words === '' || /^[a-z]/.test(words) ? words : `n${words}`.slice(0, NAME_MAX)
}
