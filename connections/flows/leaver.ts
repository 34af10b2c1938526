import type { Context } from '#kernel'
import { sendNotice } from '#modules/notify'
import { flowChanged } from './events.ts'

/** Whom it is told; a company has few, and a role given to whole departments would tell everybody. */
const ADMINS_MAX = 50
/** Flows named one by one to whoever listens; the rest is seen in the list. */
const TOLD_MAX = 100

/**
 * Flows of who has left stop at once and say why; what is under way goes on as far as it needs no rights, and
 * stands still before its next effect. An administrator hands both over, or lets them be.
 */
export async function stopFlowsOf(ctx: Context, person: string, name: string): Promise<void> {
  const flows = await ctx.sql<{ id: string; version: number }>`
    UPDATE flows.flow SET state = 'stopped', reason = 'Its owner has left.', rev = rev + 1, updated_at = now()
    WHERE org = ${ctx.org} AND owner = ${person} AND state = 'enabled' RETURNING id, version`
  await ctx.sql`
    UPDATE flows.tick SET next_at = 'infinity' WHERE org = ${ctx.org} AND flow = ANY(${flows.map(({ id }) => id)}::uuid[])`
  for (const { id, version } of flows.slice(0, TOLD_MAX))
    ctx.emit(flowChanged, { flow: id, state: 'stopped', version }, { subject: id })
  const [under] = await ctx.sql<{ runs: number }>`
    SELECT count(*)::int AS runs FROM flows.run WHERE org = ${ctx.org} AND owner = ${person} AND state IN ('queued', 'collecting', 'ready', 'running', 'waiting')`
  const { runs } = under!
  const people = flows.length || runs ? await administrators(ctx) : []
  if (people.length === 0) return
  await ctx.call(sendNotice, {
    people,
    kind: flowChanged.id,
    title: {
      en: `${name} has left: ${flows.length} flows stopped, ${runs} runs stand still`,
      zh: `${name}已离职：${flows.length} 个连接流停止，${runs} 次运行暂停`,
    },
    body: {
      en: 'Hand them over to somebody, then switch them on. Runs go on by themselves when they have a new owner.',
      zh: '请交接给同事后再启用。有了新的负责人，暂停的运行会自行继续。',
    },
    link: '/flows',
  })
}

/** Active people who may keep every flow. */
async function administrators({ sql, org }: Context): Promise<string[]> {
  const rows = await sql<{ id: string }>`
    SELECT DISTINCT p.id FROM identity."grant" g JOIN directory.person p ON p.org = g.org AND p.id = g.holder AND p.status = 'active'
    LEFT JOIN identity.role r ON r.org = g.org AND r.id::text = g.role
    WHERE g.org = ${org} AND g.kind = 'person' AND (g.role IN ('owner', 'admin') OR r.scopes ? 'flows.admin') LIMIT ${ADMINS_MAX}`
  return rows.map(({ id }) => id)
}
