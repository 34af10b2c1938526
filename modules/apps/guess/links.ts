import { singular, tokensOf } from './names.ts'
import type { Table } from './tables.ts'

/** A column of one table whose values stand for rows of another. */
export interface Link {
  readonly from: number
  readonly column: number
  readonly to: number
  /** Column of the other table that the values match. */
  readonly by: number
}

/** So many of the filled cells must be found in the other table; all of them when only the values speak for it. */
const FOUND_MIN = 0.95
const NAMES_MIN = 5
const BY_VALUES = 3
const GENERIC = new Set([
  'id',
  'no',
  'number',
  'code',
  'key',
  'name',
  'title',
  '编号',
  '序号',
  '名称',
  '姓名',
  '标题',
  '代码',
  '编码',
])
const ABOVE = /parent|reports?[_ ]to|manager|supervisor|上级|主管|父/i

/** Links by values that match, and names that speak for it: a quantity of 7 is not product 7. */
export function findLinks(tables: readonly Table[]): Link[] {
  return withoutCircles(candidates(tables))
}

/** Rows are brought in list after list, so two lists never wait for each other; a list may point at itself. */
function withoutCircles(links: readonly Link[]): Link[] {
  const kept: Link[] = []
  const reaches = (from: number, to: number): boolean =>
    from === to ||
    kept.some((link) => link.from === from && link.to !== from && reaches(link.to, to))
  for (const link of links)
    if (link.from === link.to || !reaches(link.to, link.from)) kept.push(link)
  return kept
}

function candidates(tables: readonly Table[]): Link[] {
  const keys = tables.flatMap((table, to) => keysOf(table).map((key) => ({ to, ...key })))
  return tables.flatMap((table, from) =>
    table.headings.flatMap((heading, column): Link[] => {
      const filled = table.rows.map(({ cells }) => cells[column]!.toLowerCase()).filter(Boolean)
      if (filled.length === 0) return []
      const distinct = new Set(filled)
      const found = keys
        .filter((key) => key.to !== from || key.by !== column)
        .map((key) => ({
          ...key,
          score: affinity(heading, tables[key.to]!, key.heading, key.to === from, distinct),
        }))
        .filter(
          ({ score, values }) =>
            score > 0 &&
            filled.filter((cell) => values.has(cell)).length >=
              filled.length * (score > BY_VALUES ? FOUND_MIN : 1),
        )
        .toSorted((a, b) => b.score - a.score)[0]
      return found ? [{ from, column, to: found.to, by: found.by }] : []
    }),
  )
}

interface Key {
  readonly by: number
  readonly heading: string
  readonly values: ReadonlySet<string>
}

/** Columns without a gap or a repetition, that look like what rows are called by. */
export function keysOf({ headings, rows }: Table): Key[] {
  return headings.flatMap((heading, by) => {
    const cells = rows.map(({ cells: row }) => row[by]!.toLowerCase())
    const values = new Set(cells)
    const whole = !values.has('') && values.size === cells.length
    return whole && (by === 0 || isNaming(heading)) ? [{ by, heading, values }] : []
  })
}

export const isNaming = (heading: string): boolean =>
  /(^|[_ ])(id|no|code|number|key|name|title|account|email)$|(Id|ID|No|Code|Name|Number)$|编号|单号|代码|编码|名称|姓名|工号|标题|号$/.test(
    heading,
  )

function affinity(
  heading: string,
  target: Table,
  key: string,
  itself: boolean,
  distinct: ReadonlySet<string>,
): number {
  const mine = tokensOf(heading)
  const theirs = tokensOf(target.name)
  const own = tokensOf(key)
  if (itself) {
    const above =
      ABOVE.test(heading) &&
      (own.some((token) => !GENERIC.has(token) && mine.includes(token)) ||
        !NUMERIC_WORD.test(heading))
    return above ? 8 : 0
  }
  const telling = own.filter((token) => !GENERIC.has(token))
  // `product_id` here and there; `manager_staff_no` and `staff_no`.
  if (telling.length > 0 && own.every((token) => mine.includes(token))) return 10
  const name = theirs.at(-1) ?? ''
  if (name && (mine.includes(name) || theirs.every((token) => mine.includes(token)))) return 9
  if (/\p{Script=Han}/u.test(heading + target.name) && shares(heading, target.name)) return 9
  if (name.length >= 4 && mine.some((token) => token.length >= 4 && sameStem(token, name))) return 7
  const words = [...distinct].filter((value) => !/^[\d.,\s-]*$/.test(value))
  return distinct.size >= NAMES_MIN && words.length === distinct.size ? BY_VALUES : 0
}
const NUMERIC_WORD = /level|count|depth|层级|级别/i

const shares = (heading: string, name: string): boolean => {
  const plain = heading.replaceAll(/编号|名称|代码|编码|单号|id$/gi, '').trim()
  const other = name.replaceAll(/列表|清单|信息|档案|资料|表$/g, '').trim()
  return plain !== '' && other !== '' && (plain.includes(other) || other.includes(plain))
}

/** `ship` in ship_via and `shipper`. */
const sameStem = (token: string, name: string): boolean => {
  const stem = singular(name)
  return stem.startsWith(token) || token.startsWith(stem)
}
