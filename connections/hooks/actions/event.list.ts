import { defineAction, invalid, page, T } from '#kernel'
import { CloudEvent, cloudEvent, matches, type Stored } from '../cloud-event.ts'
import { Pattern } from '../entities.ts'
import { makeReach } from '../reach.ts'

/** Read at once, of which some are not for the caller. */
const READ = 500

export const listEvents = defineAction({
  id: 'hooks.event.list',
  kind: 'query',
  effect: 'local',
  title: 'What happened, after a position',
  description:
    'A feed for programs that would rather ask than be told: events that the caller may hear, in the order of their commits. `next` is always answered; ask again with it as `cursor`, also when nothing came.',
  input: T.Object(
    {
      ...page,
      events: T.Optional(T.Array(Pattern, { maxItems: 100, title: 'Events' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ items: T.Array(CloudEvent), next: T.String() }),
  errors: {
    badCursor: invalid('This cursor is none of ours.', 'Send `next` of an earlier answer.'),
  },
  scope: 'hooks.read',
}).run(async ({ limit = 50, cursor, events }, ctx) => {
  const may = makeReach(ctx.actor, ctx.mayJoin)
  let [xid, id] = cursor === undefined ? ['0', NIL] : (POSITION.exec(cursor)?.slice(1) ?? [])
  if (xid === undefined || id === undefined) throw ctx.error('badCursor')
  const items: CloudEvent[] = []
  // Below the oldest transaction under way nothing can appear any more, so nothing is missed.
  const rows = await ctx.sql<Stored & { xid: string }>`
    SELECT e.id, e.org, e.xid::text AS xid, e.type, e.at, e.actor, e.payload, e.stream, e.seq FROM kernel.event e
    WHERE e.org = ${ctx.org} AND e.xid >= ${xid}::xid8 AND (e.xid > ${xid}::xid8 OR e.id > ${id}::uuid) AND e.xid < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY e.xid, e.id LIMIT ${READ}`
  for (const { xid: at, ...event } of rows) {
    if (items.length === limit) break
    ;[xid, id] = [at, event.id]
    if (events && !matches(events, event.type)) continue
    if (await may(event.stream, event.type)) items.push(cloudEvent(event, ctx.publicUrl))
  }
  return { items, next: `${xid}.${id}` }
})

const NIL = '00000000-0000-0000-0000-000000000000'
const POSITION = /^(\d{1,20})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/
