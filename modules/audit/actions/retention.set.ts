import { defineAction, T } from '#kernel'
import { retentionChanged } from '../events.ts'
import { keepDays, Settings } from '../settings.ts'

export const setRetention = defineAction({
  id: 'audit.retention.set',
  kind: 'command',
  effect: 'local',
  title: 'Change how long the log is kept',
  description: 'Older entries of the log are deleted within an hour and cannot be brought back.',
  input: T.Object({ days: Settings.properties.keep_days }, { additionalProperties: false }),
  output: T.Object({ days: T.Integer() }),
  emits: [retentionChanged],
  scope: 'audit.manage',
  destructive: true,
  idempotent: true,
}).run(async ({ days }, ctx) => {
  const before = keepDays(ctx.settings)
  await ctx.sql`
    INSERT INTO kernel.setting AS s (org, module, value) VALUES (${ctx.org}, 'audit', ${JSON.stringify({ keep_days: days })}::jsonb)
    ON CONFLICT (org, module) DO UPDATE SET value = s.value || excluded.value, rev = s.rev + 1`
  ctx.emit(retentionChanged, { days, before })
  return { days }
})
