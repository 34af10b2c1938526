import type { Sql } from '#kernel'
import { fold } from './pinyin.ts'

/** Candidates looked at before rights are applied; nobody reads further down a list of suggestions. */
export const HITS_MAX = 200
const WORDS_MAX = 5

export interface Hit {
  readonly person: string
  readonly rank: number
  /** What the caller must be allowed to see for this to be a hit at all. */
  readonly needs: 'nothing' | 'email' | 'mobile' | 'both'
}

/** The words of a search as ranges of keys: from the word itself to the last text that begins with it. */
export function wordsOf(query: string): string[] {
  const text = fold(query)
  return (/^[+\d\s()-]+$/.test(text) ? [text] : text.split(/\s+/))
    .map((word) =>
      /^[+\d\s()-]+$/.test(word)
        ? word.replaceAll(/\D/g, '')
        : word.replaceAll(/[^\p{L}\p{N}@._+-]+/gu, ''),
    )
    .filter(Boolean)
    .slice(0, WORDS_MAX)
}

/**
 * People of whom every word begins some key: whole names first, then later parts of names, then numbers and
 * addresses. The ends of the ranges are computed first: row-level security lets only plain comparisons reach an index.
 */
export function hitsOf(sql: Sql, org: string, words: readonly string[]): Promise<Hit[]> {
  return sql<Hit>`
    WITH word AS MATERIALIZED (SELECT w.low, w.low || chr(1114111) AS high, w.n FROM unnest(${[...words]}::text[]) WITH ORDINALITY AS w(low, n))
    SELECT k.person, CASE
        WHEN count(DISTINCT w.n) FILTER (WHERE k.kind IN ('name', 'part', 'staff_no')) = ${words.length} THEN 'nothing'
        WHEN count(DISTINCT w.n) FILTER (WHERE k.kind <> 'mobile') = ${words.length} THEN 'email'
        WHEN count(DISTINCT w.n) FILTER (WHERE k.kind <> 'email') = ${words.length} THEN 'mobile'
        ELSE 'both' END AS needs,
      min(CASE WHEN k.kind = 'name' THEN (k.key <> w.low)::int WHEN k.kind = 'part' THEN 2 ELSE 3 END)::int AS rank
    FROM word w JOIN directory.person_key k ON k.org = ${org} AND k.key >= w.low AND k.key < w.high
    GROUP BY k.person HAVING count(DISTINCT w.n) = ${words.length}
    ORDER BY rank, k.person LIMIT ${HITS_MAX}`
}

/** People of departments whose name begins with, or contains, what was typed. */
export async function departmentHits(sql: Sql, org: string, query: string): Promise<string[]> {
  const text = fold(query).replaceAll(/\s+/g, '')
  const rows = await sql<{ id: string }>`
    SELECT DISTINCT p.id FROM directory.department d
    JOIN directory.department_closure c ON c.org = ${org} AND c.ancestor = d.id
    JOIN directory.person p ON p.org = ${org} AND p.department = c.descendant
    WHERE d.org = ${org} AND strpos(replace(d.pinyin, ' ', '|'), ${text}) > 0 AND char_length(${text}) > 1
    LIMIT ${HITS_MAX}`
  return rows.map(({ id }) => id)
}
