import { defineAction, T } from '#kernel'
import { Kind, KindView } from '../entities.ts'
import { kindChanged } from '../events.ts'
import { numberMetrics, requireUnique } from '../kinds.ts'

const { name, maker, model, metrics, commands, offline_after_s, keep_days } = Kind.fields

export const createKind = defineAction({
  id: 'devices.kind.create',
  kind: 'command',
  effect: 'local',
  title: 'New kind of device',
  description:
    'What devices of a kind measure (metrics with units) and what they can be told (commands with their input).',
  input: T.Object(
    {
      name,
      maker,
      model,
      metrics: T.Optional(metrics),
      commands: T.Optional(commands),
      offline_after_s: T.Optional(offline_after_s),
      keep_days: T.Optional(keep_days),
    },
    { additionalProperties: false },
  ),
  output: KindView,
  emits: [kindChanged],
  scope: 'devices.manage',
}).run(async (input, ctx) => {
  requireUnique(input)
  const kind = await ctx.records(Kind).create({
    metrics: [],
    commands: [],
    offline_after_s: 120,
    keep_days: 365,
    ...input,
  })
  await numberMetrics(ctx, kind.id, kind.metrics)
  ctx.emit(kindChanged, { kind: kind.id, name: kind.name })
  return kind
})
