import { defineAction, T } from '#kernel'
import { KEEP_DAYS_MIN, keepDays } from '../settings.ts'

export const getRetention = defineAction({
  id: 'audit.retention.get',
  kind: 'query',
  effect: 'local',
  title: 'How long the log is kept',
  description: 'For how many days entries of the log are kept, and the least that may be chosen.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ days: T.Integer(), least: T.Integer() }),
  scope: 'audit.read',
}).run(async (_input, ctx) => ({ days: keepDays(ctx.settings), least: KEEP_DAYS_MIN }))
