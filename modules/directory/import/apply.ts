import { type Context } from '#kernel'
import { customFields } from '../custom.ts'
import { Department, Person } from '../entities.ts'
import { departmentCreated, personChanged, personJoined, personPlaced } from '../events.ts'
import { writeKeys, type Keyed } from '../keys.ts'
import { anyPerson } from '../people.ts'
import { nameKeys } from '../pinyin.ts'
import { lockTree, plantUnder } from '../tree.ts'
import { findDepartment, readDirectory, readTree, type Tree } from './known.ts'
import { planRows } from './plan.ts'
import type { PersonRow } from './read-row.ts'
import { imports } from './stage.ts'

// oxlint-disable-next-line typescript/no-explicit-any -- any action's context will do
type AnyContext = Context<any, any>

/** Rows of one transaction: well under a second, so that nobody waits behind an import. */
export const CHUNK = 200

interface Staged {
  readonly line: number
  readonly value: PersonRow
  readonly person: string | null
}

/** One step: people first, then their managers. Answers whether there is more. */
export async function applyChunk(ctx: AnyContext, id: string): Promise<boolean> {
  const rows = await take(ctx, id, 'waiting')
  if (rows.length) {
    await applyPeople(ctx, id, rows)
    return true
  }
  const led = await take(ctx, id, 'applied')
  if (led.length) await applyManagers(ctx, id, led)
  return led.length > 0
}

function take(ctx: AnyContext, id: string, state: 'waiting' | 'applied'): Promise<Staged[]> {
  return ctx.sql<Staged>`
    SELECT line::int, value, person FROM directory.import_row
    WHERE org = ${ctx.org} AND import = ${id} AND state = ${state} AND plan IN ('create', 'update', 'unchanged')
    ORDER BY line LIMIT ${CHUNK}`
}

/** Plans the chunk once more, since the directory may have moved on; managers come later and are left out here. */
async function applyPeople(ctx: AnyContext, id: string, rows: readonly Staged[]): Promise<void> {
  const fields = await customFields(ctx)
  const read = rows.map(({ value: { manager: _later, ...value } }) => ({ value, problems: [] }))
  const planned = planRows(read, await readDirectory(ctx.sql, ctx.org, read, fields))
  const tree = await growTree(
    ctx,
    id,
    read.map(({ value }) => value.department ?? []),
  )
  const staged = planned.map((row, index) => ({ ...row, line: rows[index]!.line }))

  const fresh = staged.filter((row) => row.plan === 'create')
  const drafts = fresh.map(({ value }) => ({
    id: ctx.id(),
    status: 'active' as const,
    ...fieldsOf(value, tree),
  }))
  await ctx.records(Person).createMany(drafts as never)
  const keyed: Keyed[] = drafts.map((draft) => draft as unknown as Keyed)
  const noted = new Map<number, { person: string; before?: Record<string, unknown>; rev: number }>()
  fresh.forEach((row, index) => {
    const { id: person } = drafts[index]!
    noted.set(row.line, { person, rev: 1 })
    ctx.emit(personJoined, { person, name: row.value.name! }, { subject: person })
  })

  for (const row of staged) {
    if (row.plan === 'unchanged') noted.set(row.line, { person: row.person!, rev: 0 })
    if (row.plan !== 'update') continue
    const person = row.person!
    const was = await anyPerson(ctx).get(person)
    const wanted = fieldsOf(row.value, tree, was.custom as Record<string, unknown>)
    const patch = Object.fromEntries(
      Object.entries(wanted).filter(
        ([field]) =>
          row.changes.includes(field) || (row.changes.includes('name') && DERIVED.has(field)),
      ),
    )
    const now = await ctx.records(Person).update(person, patch as never)
    keyed.push((await anyPerson(ctx).get(person)) as Keyed)
    const before = Object.fromEntries(
      Object.keys(patch).map((field) => [field, (was as Record<string, unknown>)[field] ?? null]),
    )
    noted.set(row.line, { person, before, rev: now.rev })
    ctx.emit(personChanged, { person, fields: row.changes }, { subject: person })
    if (row.changes.includes('department')) {
      ctx.emit(personPlaced, { person })
      ctx.revoke({ org: ctx.org, id: person })
    }
  }
  await writeKeys(ctx.sql, ctx.org, keyed)

  const value = new Map(rows.map((row) => [row.line, row.value]))
  const outcome = staged.map((row) => ({
    line: row.line,
    plan: row.plan,
    person: noted.get(row.line)?.person ?? null,
    before: JSON.stringify(noted.get(row.line)?.before ?? {}),
    rev: noted.get(row.line)?.rev ?? 0,
    problems: JSON.stringify(row.problems),
    state: row.plan !== 'error' && value.get(row.line)!.manager !== undefined ? 'applied' : 'done',
  }))
  await ctx.sql`
    UPDATE directory.import_row t SET plan = r.plan, person = r.person, before = r.before::jsonb, rev_after = r.rev, problems = r.problems::jsonb, state = r.state
    FROM unnest(${outcome.map(({ line }) => line)}::bigint[], ${outcome.map(({ plan }) => plan)}::text[], ${outcome.map(({ person }) => person)}::uuid[], ${outcome.map(({ before }) => before)}::text[],
      ${outcome.map(({ rev }) => rev)}::bigint[], ${outcome.map(({ problems }) => problems)}::text[], ${outcome.map(({ state }) => state)}::text[])
      AS r(line, plan, person, before, rev, problems, state)
    WHERE t.org = ${ctx.org} AND t.import = ${id} AND t.line = r.line`
  await count(ctx, id)
}

/**
 * Managers are set when everybody is there, whatever the order of the file; one statement for the
 * chunk. Names are read from the rows first: row-level security lets only plain comparisons reach an index.
 */
async function applyManagers(ctx: AnyContext, id: string, rows: readonly Staged[]): Promise<void> {
  const { org } = ctx
  const lines = rows.map(({ line }) => line)
  const changed = await ctx.sql<{ person: string; before: string | null }>`
    WITH led AS MATERIALIZED (
      SELECT line, person, value ->> 'manager' AS manager, lower(value ->> 'manager') AS email
      FROM directory.import_row WHERE org = ${org} AND import = ${id} AND line = ANY(${lines}::bigint[])
    ), named AS MATERIALIZED (
      SELECT led.line, p.id AS person, p.manager AS before, coalesce(
        (SELECT m.id FROM directory.person m WHERE m.org = ${org} AND m.staff_no = led.manager AND m.status <> 'left'),
        (SELECT m.id FROM directory.person m WHERE m.org = ${org} AND m.email = led.email AND m.status <> 'left'),
        (SELECT m.id FROM directory.person m WHERE m.org = ${org} AND m.name = led.manager AND m.status <> 'left' LIMIT 1)
      ) AS manager
      FROM led JOIN directory.person p ON p.org = ${org} AND p.id = led.person
    ), moved AS (
      UPDATE directory.person p SET manager = n.manager, rev = p.rev + 1, updated_at = now() FROM named n
      WHERE p.org = ${org} AND p.id = n.person AND n.manager IS NOT NULL AND n.manager IS DISTINCT FROM n.before AND n.manager <> n.person
      RETURNING n.line, n.person, n.before, p.rev
    )
    UPDATE directory.import_row r SET rev_after = m.rev, plan = CASE r.plan WHEN 'unchanged' THEN 'update' ELSE r.plan END,
      before = r.before || jsonb_build_object('manager', m.before)
    FROM moved m WHERE r.org = ${org} AND r.import = ${id} AND r.line = ANY(${lines}::bigint[]) AND r.line = m.line
    RETURNING m.person, m.before`
  for (const { person, before } of changed) {
    if (before !== null)
      ctx.emit(personChanged, { person, fields: ['manager'] }, { subject: person })
  }
  await ctx.sql`
    UPDATE directory.import_row SET state = 'done'
    WHERE org = ${org} AND import = ${id} AND line = ANY(${lines}::bigint[])`
  await count(ctx, id)
}

/** Progress and result, counted from the rows themselves so that they cannot drift. */
async function count(ctx: AnyContext, id: string): Promise<void> {
  const [sums] = await ctx.sql<{
    applied: number
    created: number
    updated: number
    unchanged: number
    errors: number
  }>`
    SELECT (count(*) FILTER (WHERE state IN ('applied', 'done')))::int AS applied,
      (count(*) FILTER (WHERE plan = 'create' AND state IN ('applied', 'done')))::int AS created,
      (count(*) FILTER (WHERE plan = 'update' AND state IN ('applied', 'done')))::int AS updated,
      (count(*) FILTER (WHERE plan = 'unchanged'))::int AS unchanged, (count(*) FILTER (WHERE plan = 'error'))::int AS errors
    FROM directory.import_row WHERE org = ${ctx.org} AND import = ${id}`
  await imports(ctx).update(id, sums!)
}

const DERIVED = new Set(['name_key', 'pinyin'])

/** A row as fields of a person. */
function fieldsOf(
  { department, manager: _later, custom, ...plain }: PersonRow,
  tree: Tree,
  was?: Record<string, unknown>,
): Record<string, unknown> {
  const { name_key, pinyin } = nameKeys(plain.name!)
  return {
    ...plain,
    name_key,
    pinyin,
    ...(department ? { department: findDepartment(department, tree)! } : {}),
    ...(custom ? { custom: { ...was, ...custom } } : {}),
  }
}

/** Makes the departments that are missing, from the top down, and remembers them for cancelling. */
async function growTree(
  ctx: AnyContext,
  id: string,
  paths: readonly (readonly string[])[],
): Promise<Tree> {
  const tree = await readTree(ctx.sql, ctx.org)
  const missing = paths.filter((path) => path.length && findDepartment(path, tree) === undefined)
  if (missing.length === 0) return tree
  await lockTree(ctx.sql, ctx.org)
  for (const path of missing) {
    let parent = ''
    for (const [depth, name] of path.entries()) {
      const key = `${parent} ${name}`
      parent = tree.children.get(key) ?? (await make(name, parent, depth))
      tree.children.set(key, parent)
    }
  }
  return tree

  async function make(name: string, parent: string, depth: number): Promise<string> {
    const { name_key, pinyin } = nameKeys(name)
    const above = parent ? { parent } : {}
    const made = await ctx
      .records(Department)
      .create({ name, name_key, pinyin, sort: 0, path: [], ...above })
    await plantUnder(ctx.sql, ctx.org, made.id, parent || null)
    await ctx.sql`
      INSERT INTO directory.import_department (org, import, department, depth) VALUES (${ctx.org}, ${id}, ${made.id}, ${depth})`
    tree.byName.set(name, [...(tree.byName.get(name) ?? []), made.id])
    ctx.emit(departmentCreated, { department: made.id, name }, { subject: made.id })
    return made.id
  }
}
