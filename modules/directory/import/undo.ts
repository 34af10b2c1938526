import { type Context } from '#kernel'
import { departmentDeleted, personChanged, personLeft } from '../events.ts'
import { writeKeys, type Keyed } from '../keys.ts'
import { anyDepartment } from '../departments.ts'
import { anyPerson } from '../people.ts'
import { lockTree } from '../tree.ts'
import { CHUNK } from './apply.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>

interface Done {
  readonly line: number
  readonly plan: 'create' | 'update'
  readonly person: string
  readonly before: Record<string, unknown>
  readonly rev_after: number
}

/** Takes back one chunk, the last rows first. Whoever was changed by somebody since, or signed in, is kept. */
export async function undoChunk(ctx: AnyContext, id: string): Promise<boolean> {
  const rows = await ctx.sql<Done>`
    SELECT line::int, plan, person, before, rev_after::int FROM directory.import_row
    WHERE org = ${ctx.org} AND import = ${id} AND state IN ('applied', 'done') AND plan IN ('create', 'update')
    ORDER BY line DESC LIMIT ${CHUNK}`
  if (rows.length === 0) return undoDepartments(ctx, id)
  const kept: number[] = []
  const restored: Keyed[] = []
  for (const row of rows) {
    const now = await anyPerson(ctx).find(row.person)
    if (!now) continue
    if (now.rev !== row.rev_after || (row.plan === 'create' && now.account)) {
      kept.push(row.line)
      continue
    }
    if (row.plan === 'create') {
      await anyPerson(ctx).delete(row.person)
      await ctx.sql`DELETE FROM directory.person_key WHERE org = ${ctx.org} AND person = ${row.person}`
      await ctx.sql`DELETE FROM directory.assignment WHERE org = ${ctx.org} AND person = ${row.person}`
      await ctx.sql`DELETE FROM directory.group_member WHERE org = ${ctx.org} AND person = ${row.person}`
      ctx.emit(personLeft, { person: row.person, name: now.name }, { subject: row.person })
    } else {
      restored.push((await anyPerson(ctx).update(row.person, row.before as never)) as Keyed)
      ctx.emit(
        personChanged,
        { person: row.person, fields: Object.keys(row.before) },
        { subject: row.person },
      )
    }
    ctx.revoke({ org: ctx.org, id: row.person })
  }
  await writeKeys(ctx.sql, ctx.org, restored)
  await ctx.sql`
    UPDATE directory.import_row SET state = CASE WHEN line = ANY(${kept}::bigint[]) THEN 'kept' ELSE 'undone' END
    WHERE org = ${ctx.org} AND import = ${id} AND line = ANY(${rows.map(({ line }) => line)}::bigint[])`
  return true
}

/** The departments that the import made and nobody is in, from the bottom up. */
async function undoDepartments(ctx: AnyContext, id: string): Promise<false> {
  const { org, sql } = ctx
  await lockTree(sql, org)
  const made = await sql<{ department: string }>`
    SELECT department FROM directory.import_department WHERE org = ${org} AND import = ${id} ORDER BY depth DESC`
  for (const { department } of made) {
    const [used] = await sql`
      SELECT 1 FROM directory.department_closure c WHERE c.org = ${org} AND c.ancestor = ${department} AND (c.depth > 0
        OR EXISTS (SELECT 1 FROM directory.person p WHERE p.org = ${org} AND p.department = c.descendant)
        OR EXISTS (SELECT 1 FROM directory.assignment a WHERE a.org = ${org} AND a.department = c.descendant))`
    const found = used ? undefined : await anyDepartment(ctx).find(department)
    if (!found) continue
    await sql`DELETE FROM directory.department_closure WHERE org = ${org} AND descendant = ${department}`
    await anyDepartment(ctx).delete(department)
    ctx.emit(departmentDeleted, { department, name: found.name }, { subject: department })
  }
  await sql`DELETE FROM directory.import_department WHERE org = ${org} AND import = ${id}`
  return false
}
