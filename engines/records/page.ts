import { JsonText } from '#kernel'
import type { Column } from '#kernel/records/plan'
import { digitsOf, put } from './binary.ts'
import { JsonBytes } from './json.ts'

/** A reference brought along, whose values follow the record's. */
interface Brought {
  readonly name: string
  readonly columns: readonly Column[]
}

/** Makes the JSON of a page while its rows arrive: no value of it ever becomes a JavaScript one. */
export function pageWriter(columns: readonly Column[], joins: readonly Brought[], limit: number) {
  const out = new JsonBytes()
  /** Where each record ends. */
  const ends: number[] = []
  let more = false
  const own = columns.map(keyed)
  const brought = joins.map(({ name, columns: theirs }) => ({
    key: Buffer.from(`,${JSON.stringify(`${name}$`)}:`),
    columns: theirs.map(keyed),
  }))
  out.plain('{"items":[')

  return {
    take(bytes: Buffer, start: number): void {
      if (ends.length === limit) {
        more = true
        return
      }
      if (ends.length > 0) out.plain(',')
      let at = object(out, own, bytes, start + 2)
      out.at--
      for (const { key, columns: theirs } of brought) {
        if (bytes.readInt32BE(at) < 0) at = skip(theirs, bytes, at)
        else {
          out.copy(key, 0, key.length)
          at = object(out, theirs, bytes, at)
        }
      }
      out.plain('}')
      ends.push(out.at)
    },
    /** The whole answer; `next` makes the cursor after the last record. */
    end(next: (last: Record<string, unknown>) => string): JsonText {
      const record = (index: number): unknown =>
        JSON.parse(out.bytes.toString('utf8', index ? ends[index - 1]! + 1 : HEAD, ends[index]))
      const items = ends.length ? [record(0)] : []
      const cursor = more ? next(record(ends.length - 1) as Record<string, unknown>) : undefined
      out.plain(cursor === undefined ? ']}' : `],"next":"${cursor}"}`)
      return new JsonText(out.bytes.subarray(0, out.at), {
        items,
        ...(cursor === undefined ? {} : { next: cursor }),
      })
    },
  }
}
const HEAD = '{"items":['.length

interface Keyed {
  readonly key: Buffer
  readonly money: boolean
  readonly put: (typeof put)['text']
}

const keyed = ({ field, kind, type }: Column): Keyed => ({
  key: Buffer.from(`${JSON.stringify(field)}:`),
  money: kind === 'money',
  put: put[type],
})

/** One object of the values that follow; absent ones are left out. Answers where the next value begins. */
function object(out: JsonBytes, columns: readonly Keyed[], bytes: Buffer, start: number): number {
  let at = start
  let any = false
  out.plain('{')
  for (const { key, money, put: write } of columns) {
    const length = bytes.readInt32BE(at)
    at += 4
    if (length >= 0 && !(write === put.jsonb && isNull(bytes, at, length))) {
      if (any) out.plain(',')
      any = true
      out.copy(key, 0, key.length)
      if (money) out.plain(`{"amount":"${digitsOf(bytes, at)}","currency":`)
      else write(out, bytes, at, length)
    }
    at += Math.max(length, 0)
    if (!money) continue
    const width = bytes.readInt32BE(at)
    at += 4
    if (length >= 0) {
      if (width < 0) out.plain('null')
      else put.text(out, bytes, at, width)
      out.plain('}')
    }
    if (width >= 0) at += width
  }
  out.plain('}')
  return at
}

/** A JSON null is as absent as SQL's. */
const isNull = (bytes: Buffer, at: number, length: number): boolean =>
  length === 5 && bytes.toString('latin1', at + 1, at + 5) === 'null'

function skip(columns: readonly Keyed[], bytes: Buffer, start: number): number {
  let at = start
  for (const { money } of columns)
    for (let part = money ? 2 : 1; part > 0; part--) {
      const length = bytes.readInt32BE(at)
      at += 4 + Math.max(length, 0)
    }
  return at
}
