import { defineAction, T } from '#kernel'
import { limitsOf } from '../settings.ts'

export const getUsage = defineAction({
  id: 'files.usage.get',
  kind: 'query',
  effect: 'local',
  title: 'Room for files',
  description:
    'How many bytes your organisation’s files take, each content counted once, and how many it may take.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({
    used_bytes: T.Integer(),
    quota_bytes: T.Integer(),
    max_file_bytes: T.Integer(),
  }),
  scope: 'files.use',
}).run(async (_input, ctx) => {
  const [usage] = await ctx.sql<{
    bytes: number
  }>`SELECT bytes FROM files.usage WHERE org = ${ctx.org}`
  const limits = limitsOf(ctx.settings)
  return {
    used_bytes: Number(usage?.bytes ?? 0),
    quota_bytes: limits.quota,
    max_file_bytes: limits.file,
  }
})
