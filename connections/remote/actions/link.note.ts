import { defineAction, T } from '#kernel'
import { linkHealth } from '../events.ts'

/** Often enough that people find out before they need it. */
const EVERY_MS = 60_000

export const noteHealth = defineAction({
  id: 'remote.link.note',
  kind: 'command',
  effect: 'local',
  title: 'Note whether a vendor’s server is well',
  description: 'The short command behind remote.link.check; it also sets the time of the next one.',
  input: T.Object(
    {
      link: T.Id(),
      health: T.Enum(['ok', 'failing']),
      error: T.Optional(T.String()),
      latency_ms: T.Optional(T.Integer()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ changed: T.Boolean() }),
  emits: [linkHealth],
  subject: 'link',
  scope: 'member',
  idempotent: true,
  internal: true,
}).run(async ({ link: id, health, error, latency_ms: latency }, ctx) => {
  const [row] = await ctx.sql<{ module: string; before: string }>`
    UPDATE remote.link l SET health = ${health}, health_error = ${error?.slice(0, 500) ?? null}, checked_at = clock_timestamp(),
      latency_ms = ${latency ?? null}, health_since = CASE WHEN l.health = ${health} THEN coalesce(l.health_since, clock_timestamp()) ELSE clock_timestamp() END
    FROM (SELECT health AS before FROM remote.link WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE) b
    WHERE l.org = ${ctx.org} AND l.id = ${id} AND l.status = 'active' RETURNING l.module, b.before`
  if (!row) return { changed: false }
  const at = new Date(ctx.now.getTime() + EVERY_MS)
  ctx.enqueue(
    ctx.registry.action('remote.link.check'),
    { link: id },
    { at, key: `remote.health:${id}` },
  )
  if (row.before === health) return { changed: false }
  ctx.emit(linkHealth, { link: id, module: row.module, health, ...(error ? { error } : {}) })
  return { changed: true }
})
