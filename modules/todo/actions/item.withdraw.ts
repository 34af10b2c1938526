import { defineAction, T } from '#kernel'
import { Item } from '../entities.ts'
import { itemChanged, itemRemoved } from '../events.ts'
import { tell } from '../tell.ts'
import { sourceOf } from './item.put.ts'

/** One statement takes so many; a source that leaves is asked until none is left. */
const ITEMS_MAX = 1000

export const withdrawItems = defineAction({
  id: 'todo.item.withdraw',
  kind: 'command',
  effect: 'local',
  title: 'Withdraw all to-dos of a module',
  description:
    'The module that put them is going: its open to-dos are dropped. Called by that module, as itself.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ withdrawn: T.Integer() }),
  emits: [itemChanged, itemRemoved],
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async (_input, ctx) => {
  const source = sourceOf(ctx.actor)
  for (let withdrawn = 0; ;) {
    const rows = await ctx.sql<{ id: string }>`
      UPDATE todo.item SET state = 'dropped', settled_at = ${ctx.now.toISOString()}::timestamptz, updated_at = now(), rev = rev + 1
      WHERE org = ${ctx.org} AND id IN (
        SELECT id FROM todo.item WHERE org = ${ctx.org} AND source = ${source} AND state = 'open' LIMIT ${ITEMS_MAX})
      RETURNING id`
    if (rows.length === 0) return { withdrawn }
    const { items } = await ctx
      .records(Item)
      .unchecked('the source tells each person of his own')
      .list({ where: { id: { in: rows.map(({ id }) => id) } }, limit: ITEMS_MAX })
    for (const item of items) tell(ctx, item)
    withdrawn += rows.length
  }
})
