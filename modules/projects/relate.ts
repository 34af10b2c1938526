import { fail, type BaseContext } from '#kernel'

interface Following {
  readonly project: string
  readonly task: string
  readonly person: string
}

/** Lets people follow tasks; who follows already stays. Only people do. Answers who is new. */
export async function follow(ctx: BaseContext, rows: readonly Following[]): Promise<string[]> {
  const fresh = await ctx.sql<{ person: string }>`
    INSERT INTO projects.follower (org, id, project, task, person)
    SELECT ${ctx.org}::uuid, i.id, i.project, i.task, m.person
    FROM unnest(${rows.map(() => ctx.id())}::uuid[], ${rows.map(({ project }) => project)}::uuid[], ${rows.map(({ task }) => task)}::uuid[],
      ${rows.map(({ person }) => person)}::text[]) AS i(id, project, task, person)
    JOIN projects.member m ON m.org = ${ctx.org} AND m.project = i.project AND m.person::text = i.person
    ON CONFLICT (org, task, person) DO NOTHING RETURNING person`
  return fresh.map(({ person }) => person)
}

/** Tasks of one project point only at each other. */
export async function inProject(
  ctx: BaseContext,
  project: string,
  tasks: readonly string[],
): Promise<void> {
  const rows = await ctx.sql`
    SELECT 1 FROM projects.task WHERE org = ${ctx.org} AND project = ${project} AND id = ANY(${tasks}::uuid[])`
  if (rows.length < new Set(tasks).size)
    throw fail('invalid', 'There is no such task in this project.', 'Choose one of its tasks.')
}

/** Arrows of one project: from a task to what it waits for, or to what it is a part of. */
export async function arrowsOf(
  ctx: BaseContext,
  project: string,
  kind: 'blocked_by' | 'parent',
): Promise<Map<string, readonly string[]>> {
  if (kind === 'parent') {
    const rows = await ctx.sql<{ id: string; parent: string }>`
      SELECT id, parent FROM projects.task WHERE org = ${ctx.org} AND project = ${project} AND parent IS NOT NULL`
    return new Map(rows.map(({ id, parent }) => [id, [parent]]))
  }
  const rows = await ctx.sql<{ id: string; blocked_by: string[] }>`
    SELECT id, blocked_by FROM projects.task WHERE org = ${ctx.org} AND project = ${project} AND blocked_by IS NOT NULL`
  return new Map(rows.map(({ id, blocked_by }) => [id, blocked_by]))
}
