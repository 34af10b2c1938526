import { defineAction, fail, ref, T } from '#kernel'
import { Item, PRIORITIES } from '../entities.ts'
import { itemChanged, itemRemoved } from '../events.ts'
import { sortKey } from '../order.ts'
import { tell } from '../tell.ts'

/** One statement and one event an item; who has more puts them in pieces. */
const ITEMS_MAX = 1000

export const putItems = defineAction({
  id: 'todo.item.put',
  kind: 'command',
  effect: 'local',
  title: 'Put to-dos on people’s lists',
  description:
    'Makes or changes the to-dos with these keys, in the same transaction as what they follow. Called by the module that they come from, as itself.',
  input: T.Object(
    {
      items: T.Array(
        T.Object(
          {
            key: T.String({ minLength: 1, maxLength: 200 }),
            person: ref('directory.person'),
            title: T.String({ minLength: 1, maxLength: 300 }),
            link: T.Optional(T.String({ maxLength: 500, pattern: '^/([^/\\\\].*)?$' })),
            entity: T.Optional(T.String({ maxLength: 100 })),
            record: T.Optional(T.Id()),
            card: T.Optional(T.Id()),
            due_on: T.Optional(T.Day()),
            priority: T.Optional(T.Enum(PRIORITIES)),
            /** Lets the person tick it off in the list: an action of the source and its input. */
            done: T.Optional(T.Object({ action: T.String({ maxLength: 100 }), input: T.Json() })),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: ITEMS_MAX },
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ put: T.Integer() }),
  emits: [itemChanged, itemRemoved],
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ items }, ctx) => {
  const source = sourceOf(ctx.actor)
  for (const { done } of items)
    if (done && !done.action.startsWith(`${source}.`))
      throw fail('invalid', `${source} may only name an action of its own.`)
  const rows = items.map(({ priority = 'normal', due_on, done, ...item }) => ({
    ...item,
    id: ctx.id(),
    due_on,
    priority,
    sort_key: sortKey(due_on, priority),
    action: done?.action,
    input: done && JSON.stringify(done.input),
  }))
  const take = <K extends keyof (typeof rows)[number]>(name: K) =>
    rows.map((row) => row[name] ?? null)
  const keys = take('key')
  const written = await ctx.sql<{ id: string; former: string | null }>`
    WITH before AS (
      SELECT id, key, person FROM todo.item WHERE org = ${ctx.org} AND source = ${source} AND key = ANY(${keys}::text[])
    ), w AS (
      INSERT INTO todo.item AS t (org, id, person, title, source, key, entity, record, card, link, due_on, priority, sort_key, state, action, input)
      SELECT ${ctx.org}::uuid, i.id, i.person, i.title, ${source}, i.key, i.entity, i.record, i.card, i.link, i.due_on, i.priority, i.sort_key, 'open', i.action, i.input::jsonb
      FROM unnest(${take('id')}::uuid[], ${take('person')}::uuid[], ${take('title')}::text[], ${keys}::text[], ${take('entity')}::text[],
        ${take('record')}::uuid[], ${take('card')}::uuid[], ${take('link')}::text[], ${take('due_on')}::date[], ${take('priority')}::text[],
        ${take('sort_key')}::text[], ${take('action')}::text[], ${take('input')}::text[])
        AS i(id, person, title, key, entity, record, card, link, due_on, priority, sort_key, action, input)
      ON CONFLICT (org, source, key) DO UPDATE SET person = excluded.person, title = excluded.title, entity = excluded.entity,
        record = excluded.record, card = excluded.card, link = excluded.link, due_on = excluded.due_on, priority = excluded.priority,
        sort_key = excluded.sort_key, state = 'open', settled_at = NULL, action = excluded.action, input = excluded.input,
        updated_at = now(), rev = t.rev + 1
      WHERE (t.person, t.title, t.state, t.priority) IS DISTINCT FROM (excluded.person, excluded.title, 'open', excluded.priority)
        OR (t.due_on, t.link, t.card, t.action) IS DISTINCT FROM (excluded.due_on, excluded.link, excluded.card, excluded.action)
      RETURNING t.id, t.key, t.person
    )
    SELECT w.id, b.person AS former FROM w LEFT JOIN before b ON b.key = w.key AND b.person <> w.person`
  if (written.length === 0) return { put: 0 }
  const { items: now } = await ctx
    .records(Item)
    .unchecked('the source tells each person of his own')
    .list({ where: { id: { in: written.map(({ id }) => id) } }, limit: ITEMS_MAX })
  for (const item of now) tell(ctx, item)
  for (const { id, former } of written)
    if (former) ctx.emit(itemRemoved, { item: id }, { stream: `person:${former}`, subject: id })
  return { put: written.length }
})

/** A to-do belongs to the module that put it, and no other can touch it. */
export function sourceOf(actor: { kind: string; id: string }): string {
  if (actor.kind !== 'module')
    throw fail(
      'forbidden',
      'Only a module puts to-dos on other people’s lists.',
      'Call it with ctx.callAsModule.',
    )
  return actor.id
}
