import { isIPv4, isIPv6 } from 'node:net'
import { OPERATOR_ORG, fail, type Sql } from '#kernel'
import { hashOf } from './tokens.ts'

const WINDOW_MS = 15 * 60_000
/** Wrong passwords for one name from one place; a person mistypes less often. */
const PAIR_MAX = 8
/** For one name from anywhere: many places guessing at one account. */
const NAME_MAX = 60
/** From one place for any name: one place trying many accounts. */
const PLACE_MAX = 120

interface Attempt {
  /** It was right: what was counted against this name and place is forgotten. */
  forgive(): Promise<void>
}

/**
 * Counts before the password is looked at, so that a thousand tries at once are a thousand and not
 * one. A name nobody has is counted like any other. In PostgreSQL, so that nodes count together.
 */
export async function countAttempt(
  sql: Sql,
  name: string,
  address: string | undefined,
): Promise<Attempt> {
  const place = placeOf(address)
  const [byName, byPair] = [`name:${hashOf(name)}`, `pair:${hashOf(`${name} ${place}`)}`]
  const limits = new Map([
    [byName, NAME_MAX],
    [byPair, PAIR_MAX],
    ...(place ? [[`place:${place}`, PLACE_MAX] as const] : []),
  ])
  const rows = await sql<{ key: string; count: number }>`
    INSERT INTO identity.attempt AS a (org, key, count, until)
    SELECT ${OPERATOR_ORG}, key, 1, clock_timestamp() + ${WINDOW_MS} * interval '1 ms' FROM unnest(${[...limits.keys()].sort()}::text[]) AS key
    ON CONFLICT (org, key) DO UPDATE SET
      count = CASE WHEN a.until < clock_timestamp() THEN 1 ELSE a.count + 1 END,
      until = CASE WHEN a.until < clock_timestamp() THEN excluded.until ELSE a.until END
    RETURNING key, count`
  if (rows.some(({ key, count }) => count > limits.get(key)!))
    throw fail(
      'limited',
      'Too many wrong attempts.',
      'Wait a quarter of an hour, or reset the password.',
    )
  return {
    async forgive() {
      await sql`
        WITH gone AS (DELETE FROM identity.attempt WHERE org = ${OPERATOR_ORG} AND key = ANY(${[byName, byPair]}::text[]))
        UPDATE identity.attempt SET count = greatest(count - 1, 0) WHERE org = ${OPERATOR_ORG} AND key = ${`place:${place}`}`
    },
  }
}

/** An IPv4 address, or the /64 that one IPv6 customer holds whole. */
export function placeOf(address: string | undefined): string {
  if (address === undefined) return ''
  const bare = address.replace(/%.*$/, '').toLowerCase()
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(bare)?.[1]
  if (mapped && isIPv4(mapped)) return mapped
  if (!isIPv6(bare)) return bare.slice(0, 100)
  const [head = '', tail] = new URL(`http://[${bare}]/`).hostname.slice(1, -1).split('::')
  const groups = (part: string | undefined): string[] => (part ? part.split(':') : [])
  const [left, right] = [groups(head), groups(tail)]
  const middle =
    tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...middle, ...right].slice(0, 4).join(':')
}
