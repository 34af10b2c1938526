import { defineAction, T } from '#kernel'
import { Item } from '../entities.ts'
import { itemChanged, itemRemoved } from '../events.ts'
import { tell } from '../tell.ts'
import { sourceOf } from './item.put.ts'

const KEYS_MAX = 1000

export const settleItems = defineAction({
  id: 'todo.item.settle',
  kind: 'command',
  effect: 'local',
  title: 'Settle to-dos',
  description:
    'What these to-dos asked for is done, or nobody needs it any more. Called by the module that put them, as itself; unknown and settled keys change nothing.',
  input: T.Object(
    {
      keys: T.Array(T.String({ maxLength: 200 }), { minItems: 1, maxItems: KEYS_MAX }),
      state: T.Enum(['done', 'dropped']),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ settled: T.Integer() }),
  emits: [itemChanged, itemRemoved],
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ keys, state }, ctx) => {
  const rows = await ctx.sql<{ id: string }>`
    UPDATE todo.item SET state = ${state}, settled_at = ${ctx.now.toISOString()}::timestamptz, updated_at = now(), rev = rev + 1
    WHERE org = ${ctx.org} AND source = ${sourceOf(ctx.actor)} AND key = ANY(${keys}::text[]) AND state = 'open'
    RETURNING id`
  if (rows.length === 0) return { settled: 0 }
  const { items } = await ctx
    .records(Item)
    .unchecked('the source tells each person of his own')
    .list({ where: { id: { in: rows.map(({ id }) => id) } }, limit: KEYS_MAX })
  for (const item of items) tell(ctx, item)
  return { settled: rows.length }
})
