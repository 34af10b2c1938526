import { fail } from '#kernel'
import type { EgressAnswer } from '#kernel/egress'
import { valueAt } from '../openapi/pointer.ts'
import type { Paging } from '../plan.ts'

type Row = Record<string, unknown>
export interface Asked {
  readonly input: Row
  /** The service's own parameters for this page. */
  readonly extra: Readonly<Record<string, string>>
  /** Style `link`: the service said the whole address. */
  readonly url?: string
  readonly limit: number
  /** Style `page` and `offset`: where this page begins. */
  readonly at: number
}

/** `limit` and `cursor` as the service wants to hear them. */
export function pageAsked(paging: Paging, given: Readonly<Row>): Asked {
  const { limit: most = 50, cursor, ...input } = given as Row & { limit?: number; cursor?: string }
  const limit = Math.min(most, paging.most ?? 1000)
  const extra: Record<string, string> = paging.limit ? { [paging.limit]: String(limit) } : {}
  if (paging.style === 'link') {
    if (cursor !== undefined && !URL.canParse(cursor)) throw unknown()
    return { input, extra, limit, at: 0, ...(cursor === undefined ? {} : { url: cursor }) }
  }
  if (paging.style === 'cursor') {
    if (cursor !== undefined && paging.cursor) extra[paging.cursor] = cursor
    return { input, extra, limit, at: 0 }
  }
  const at =
    cursor === undefined ? (paging.style === 'page' ? (paging.first ?? 1) : 0) : Number(cursor)
  if (!Number.isSafeInteger(at) || at < 0) throw unknown()
  if (paging.cursor) extra[paging.cursor] = String(at)
  return { input, extra, limit, at }
}

/** The service's answer as a page of ours: `next` is absent on the last one. */
export function nextPage(paging: Paging, asked: Asked, body: unknown, answer: EgressAnswer): Row {
  const found = paging.items ? valueAt(body, paging.items) : body
  const items = Array.isArray(found) ? (found as unknown[]) : []
  const next = nextOf(paging, asked, body, items.length, answer)
  return { items, ...(next === undefined ? {} : { next }) }
}

function nextOf(
  paging: Paging,
  { limit, at }: Asked,
  body: unknown,
  count: number,
  { headers, url }: EgressAnswer,
): string | undefined {
  if (paging.style === 'link') {
    const to = linkOf(headers['link'] ?? '')
    return to && URL.canParse(to, url) ? new URL(to, url).href : undefined
  }
  if (paging.style === 'cursor') {
    const said = valueAt(body, paging.next ?? '/next')
    return typeof said === 'string' || typeof said === 'number'
      ? String(said) || undefined
      : undefined
  }
  if (count === 0 || count < limit) return undefined
  return String(paging.style === 'page' ? at + 1 : at + count)
}

/** `<https://…?page=2>; rel="next"` (RFC 8288). */
const linkOf = (header: string): string | undefined =>
  header
    .split(/,(?=\s*<)/)
    .map((part) => /<([^>]*)>.*;\s*rel="?([^";]*)"?/.exec(part))
    .find((found) => found?.[2]?.split(' ').includes('next'))?.[1]

const unknown = () =>
  fail('invalid', 'This cursor is not one of this list.', 'Begin with the first page.')
