import type { Kernel, Sql } from '#kernel'

/**
 * A flow that begins by what others do needs an owner who may see it all, now and not only when it was
 * made. Who has left or lost the right: the flow stops and says so.
 */
export async function rightsOf(
  kernel: Kernel,
  sql: Sql,
  org: string,
  { id, owner }: { readonly id: string; readonly owner: string },
): Promise<boolean> {
  const actor = await kernel.actorOf(org, owner)
  if (actor?.scopes.has('flows.admin')) return true
  const reason = actor
    ? 'Its owner may no longer keep flows that begin by what others do.'
    : 'Its owner has left.'
  await sql`
    UPDATE flows.flow SET state = 'stopped', reason = ${reason}, rev = rev + 1, updated_at = now()
    WHERE org = ${org} AND id = ${id} AND state = 'enabled'`
  return false
}
