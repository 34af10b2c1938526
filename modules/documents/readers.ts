import type { Context } from '#kernel'
import type { DocumentRecord } from './role.ts'

/** Those of these people who may read the document themselves: nobody hears of what is not his to see. */
export async function readersAmong(
  ctx: Context,
  { id, owner, reach, conversation }: DocumentRecord,
  people: readonly string[],
): Promise<string[]> {
  if (people.length === 0) return []
  const rows = await ctx.sql<{ id: string }>`
    SELECT p.id FROM directory.person p WHERE p.org = ${ctx.org} AND p.id = ANY(${people}::uuid[]) AND p.status = 'active' AND (
      ${reach !== 'named'} OR p.id = ${owner}
      OR EXISTS (SELECT 1 FROM chat.member m WHERE m.org = p.org AND m.conversation = ${conversation ?? null}::uuid AND m.person = p.id)
      OR EXISTS (SELECT 1 FROM documents.grant g WHERE g.org = p.org AND g.document = ${id} AND (
        g.person = p.id
        OR g.team IN (SELECT t."group" FROM directory.group_member t WHERE t.org = p.org AND t.person = p.id)
        OR g.department IN (
          WITH RECURSIVE up AS (
            SELECT a.department AS id FROM directory.assignment a WHERE a.org = p.org AND a.person = p.id
            UNION SELECT d.parent FROM directory.department d JOIN up ON up.id = d.id WHERE d.org = p.org AND d.parent IS NOT NULL
          ) SELECT id FROM up))))`
  return rows.map((row) => row.id)
}
