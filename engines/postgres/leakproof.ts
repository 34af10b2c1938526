import type pg from 'pg'

/**
 * Lets these functions be index conditions under row-level security, where PostgreSQL otherwise
 * runs the organisation's rule first and everything else row by row. Answers whether all of them
 * are marked now; only a superuser may mark, so a hosted PostgreSQL answers false.
 */
export async function markLeakproof(owner: pg.ClientBase): Promise<boolean> {
  const { rows } = await owner.query<{ name: string }>(UNMARKED, [Object.values(LEAKPROOF).flat()])
  if (rows.length === 0) return true
  try {
    // Several nodes may boot at once, and PostgreSQL lets only one of them change a function.
    await owner.query('SELECT pg_advisory_lock($1)', [LOCK])
    for (const { name } of rows) await owner.query(`ALTER FUNCTION ${name} LEAKPROOF`)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === INSUFFICIENT_PRIVILEGE)
      return false
    throw error
  } finally {
    await owner.query('SELECT pg_advisory_unlock($1)', [LOCK])
  }
}

const UNMARKED = `
  SELECT p.oid::regprocedure::text AS name
  FROM unnest($1::text[]) AS wanted JOIN pg_proc p ON p.oid = to_regprocedure(wanted)
  WHERE NOT p.proleakproof`
const INSUFFICIENT_PRIVILEGE = '42501'
const LOCK = 7_210_114

/** Keyed by why each family tells nothing about a row that the organisation's rule would hide. */
const LEAKPROOF: Record<string, string[]> = {
  'compares two values and never fails': [
    ...['eq', 'ne', 'lt', 'le', 'gt', 'ge'].flatMap((name) => [
      `numeric_${name}(numeric,numeric)`,
      `jsonb_${name}(jsonb,jsonb)`,
      // Fails only for an element type without comparison, which no column of ours has.
      `array_${name}(anyarray,anyarray)`,
    ]),
    'numeric_cmp(numeric,numeric)',
  ],
  'matches prepared words; a bad query fails before any row is read': [
    'ts_match_vq(tsvector,tsquery)',
    'ts_match_qv(tsquery,tsvector)',
  ],
  'fails only for a pattern ending in a lone escape, and the compiler escapes every pattern': [
    'textlike(text,text)',
    'textnlike(text,text)',
    'texticlike(text,text)',
    'texticnlike(text,text)',
  ],
  'looks for elements and never fails for the element types we store': [
    'arrayoverlap(anyarray,anyarray)',
    'arraycontains(anyarray,anyarray)',
    'arraycontained(anyarray,anyarray)',
  ],
  'answers null or false for what a document lacks, never an error': [
    'jsonb_contains(jsonb,jsonb)',
    'jsonb_contained(jsonb,jsonb)',
    'jsonb_exists(jsonb,text)',
    'jsonb_exists_any(jsonb,text[])',
    'jsonb_exists_all(jsonb,text[])',
    'jsonb_object_field(jsonb,text)',
    'jsonb_object_field_text(jsonb,text)',
    'jsonb_extract_path_text(jsonb,text[])',
  ],
  'fails only for what is no id, and documents hold only ids where an id belongs': [
    'uuid_in(cstring)',
    'textout(text)',
  ],
  'compares bounds of two valid ranges': [
    'range_overlaps(anyrange,anyrange)',
    'range_contains(anyrange,anyrange)',
    'range_contained_by(anyrange,anyrange)',
    'range_contains_elem(anyrange,anyelement)',
    'elem_contained_by_range(anyelement,anyrange)',
  ],
  'folds the case of any text': ['lower(text)', 'upper(text)'],
}
