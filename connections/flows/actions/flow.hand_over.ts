import { defineAction, fail, invalid, T } from '#kernel'
import { Flow } from '../entities.ts'
import { flowChanged, runsWoken } from '../events.ts'
import { unpark } from '../parked.ts'

/** Flows of one person handed over at once; more by the same call again. */
const FLOWS_MAX = 200

export const handOverFlow = defineAction({
  id: 'flows.flow.hand_over',
  kind: 'command',
  effect: 'local',
  title: 'Hand flows over',
  description:
    'Gives a flow, or all flows of a person, a new owner, with whose rights they run from now on. What stood still because the owner has left goes on; flows that stopped are switched on afterwards.',
  input: T.Object(
    {
      flow: T.Optional(T.Id({ title: 'Flow', 'x-pick': 'flows.flow.list' })),
      of: T.Optional(T.Id({ title: 'All flows of', 'x-pick': 'directory.person.list' })),
      to: T.Id({ title: 'New owner', 'x-pick': 'directory.person.list' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ flows: T.Integer(), runs: T.Integer(), more: T.Boolean() }),
  errors: { gone: invalid('The new owner must work here.', 'Choose another colleague.') },
  emits: [flowChanged, runsWoken],
  subject: 'flow',
  scope: 'flows.admin',
}).run(async ({ flow, of, to }, ctx) => {
  if ((flow === undefined) === (of === undefined))
    throw fail('invalid', 'One flow, or all flows of a person.', 'Give one of both.')
  const [found] = await ctx.sql`
    SELECT 1 FROM directory.person WHERE org = ${ctx.org} AND id = ${to} AND status = 'active'`
  if (!found) throw ctx.error('gone')
  const flows = ctx.records(Flow)
  const list = flow
    ? { items: [await flows.get(flow)], next: undefined }
    : await flows.list({ where: { owner: of!, state: { ne: 'deleted' } }, limit: FLOWS_MAX })
  const woken: string[] = []
  for (const { id, owner, version, reason, state } of list.items) {
    // It stays off: who has it now looks at it first.
    const next = state === 'stopped' ? 'disabled' : state
    await flows.update(id, { owner: to, state: next, ...(reason ? { reason: null } : {}) })
    await ctx.sql`UPDATE flows.version SET owner = ${to} WHERE org = ${ctx.org} AND flow = ${id}`
    await ctx.sql`
      UPDATE flows.run SET owner = ${to}, rev = rev + 1
      WHERE org = ${ctx.org} AND flow = ${id} AND state IN ('queued', 'collecting', 'ready', 'running', 'waiting', 'failed')`
    woken.push(...(await unpark(ctx.sql, ctx.org, owner, id)))
    ctx.emit(flowChanged, { flow: id, state: next, version }, { subject: id })
  }
  if (woken.length) ctx.emit(runsWoken, { runs: woken.slice(0, 100) })
  return { flows: list.items.length, runs: woken.length, more: list.next !== undefined }
})
