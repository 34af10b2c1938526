import { fail, type Context } from '#kernel'
import { BELOW_MAX } from './limits.ts'

/** A document or folder and all that stands below it, itself first. */
export async function below(ctx: Context, id: string): Promise<string[]> {
  const rows = await ctx.sql<{ id: string }>`
    WITH RECURSIVE tree AS (
      SELECT id, 0 AS depth FROM documents.document WHERE org = ${ctx.org} AND id = ${id}
      UNION ALL
      SELECT d.id, tree.depth + 1 FROM documents.document d JOIN tree ON d.parent = tree.id WHERE d.org = ${ctx.org} AND tree.depth < 20
    ) SELECT id FROM tree ORDER BY depth LIMIT ${BELOW_MAX + 1}`
  if (rows.length > BELOW_MAX)
    throw fail(
      'limited',
      `More than ${BELOW_MAX} documents stand below this folder.`,
      'Split it up.',
    )
  return rows.map((row) => row.id)
}

/** A new place: what its folder grants holds here too, for everything below as well. */
export async function inherit(
  ctx: Context,
  documents: readonly string[],
  folder: string | undefined,
): Promise<void> {
  await ctx.sql`
    DELETE FROM documents.grant WHERE org = ${ctx.org} AND document = ANY(${documents}::uuid[]) AND NOT source = ANY(${documents}::uuid[])`
  if (folder === undefined) return
  await ctx.sql`
    INSERT INTO documents.grant (org, id, document, person, department, team, role, source)
    SELECT g.org, gen_random_uuid(), d.id, g.person, g.department, g.team, g.role, g.source
    FROM documents.grant g CROSS JOIN unnest(${documents}::uuid[]) AS d(id)
    WHERE g.org = ${ctx.org} AND g.document = ${folder}
    ON CONFLICT DO NOTHING`
}

export interface Given {
  readonly person?: string
  readonly department?: string
  readonly team?: string
  readonly role: 'reader' | 'commenter' | 'editor'
}

/** What is given on a document, in place of what was given on it before. */
export async function give(
  ctx: Context,
  source: string,
  documents: readonly string[],
  given: readonly Given[],
): Promise<void> {
  await ctx.sql`DELETE FROM documents.grant WHERE org = ${ctx.org} AND source = ${source}`
  if (given.length === 0) return
  const of = (pick: (one: Given) => string | undefined) => given.map((one) => pick(one) ?? null)
  await ctx.sql`
    INSERT INTO documents.grant (org, id, document, person, department, team, role, source)
    SELECT ${ctx.org}::uuid, gen_random_uuid(), d.id, g.person, g.department, g.team, g.role, ${source}::uuid
    FROM unnest(${of(({ person }) => person)}::uuid[], ${of(({ department }) => department)}::uuid[],
      ${of(({ team }) => team)}::uuid[], ${given.map(({ role }) => role)}::text[]) AS g(person, department, team, role)
    CROSS JOIN unnest(${documents}::uuid[]) AS d(id)
    ON CONFLICT DO NOTHING`
}
