import { defineAction, recordFields, T } from '#kernel'
import { conversationsOf } from '#modules/chat'
import { Calendar } from '../entities.ts'
import { Level } from '../views.ts'

/** More calendars than one has groups are no overview. */
const LIMIT = 300

export const listCalendars = defineAction({
  id: 'calendar.calendar.list',
  kind: 'query',
  effect: 'local',
  title: 'My calendars',
  description:
    'Your own calendars, those shared with you, of your groups, and holidays, each with what you may do there.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    items: T.Array(T.Object({ ...recordFields, ...Calendar.fields, level: Level })),
  }),
  scope: 'calendar.use',
  mcp: 'listed',
}).run(async (_input, ctx) => {
  const me = ctx.actor.id
  const groups = await conversationsOf(ctx, me)
  const rows = await ctx.sql<{ id: string; level: 'busy' | 'read' | 'write' }>`
    SELECT c.id, CASE WHEN c.owner = ${me} OR m.conversation IS NOT NULL OR (c.kind = 'holiday' AND ${ctx.actor.scopes.has('calendar.manage')}::boolean) THEN 'write'
      WHEN c.kind = 'holiday' THEN 'read'
      ELSE (ARRAY['busy', 'read', 'write'])[greatest(s.level, CASE c.open WHEN 'read' THEN 2 ELSE 1 END)] END AS level
    FROM calendar.calendar c
    LEFT JOIN unnest(${groups}::uuid[]) AS m(conversation) ON m.conversation = c.conversation
    LEFT JOIN LATERAL (
      SELECT max(CASE x.level WHEN 'write' THEN 3 WHEN 'read' THEN 2 ELSE 1 END) AS level FROM calendar.share x
      WHERE x.org = c.org AND x.calendar = c.id AND (x.person = ${me} OR x.department = ANY(${ctx.actor.departments}::uuid[]))
    ) s ON true
    WHERE c.org = ${ctx.org} AND (c.owner = ${me} OR c.kind = 'holiday' OR m.conversation IS NOT NULL OR s.level IS NOT NULL)
    ORDER BY c.id LIMIT ${LIMIT}`
  const levels = new Map(rows.map(({ id, level }) => [id, level]))
  const { items } = await ctx
    .records(Calendar)
    .list({ where: { id: { in: [...levels.keys()] } }, sort: ['created_at'], limit: LIMIT })
  return { items: items.map((item) => ({ ...item, level: levels.get(item.id)! })) }
})
