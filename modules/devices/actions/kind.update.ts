import { defineAction, ref, T } from '#kernel'
import { Kind, KindView } from '../entities.ts'
import { kindChanged } from '../events.ts'
import { numberMetrics, requireUnique } from '../kinds.ts'

const { name, maker, model, metrics, commands, offline_after_s, keep_days } = Kind.fields

export const updateKind = defineAction({
  id: 'devices.kind.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a kind of device',
  description: 'Changes the given fields. What a metric that is taken out measured stays stored.',
  input: T.Object(
    {
      kind: ref(Kind, { title: 'Kind' }),
      name: T.Optional(name),
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
  subject: 'kind',
  scope: 'devices.manage',
  idempotent: true,
}).run(async ({ kind: id, ...patch }, ctx) => {
  requireUnique(patch)
  const kind = await ctx.records(Kind).update(id, patch)
  if (patch.metrics) await numberMetrics(ctx, id, kind.metrics)
  ctx.emit(kindChanged, { kind: id, name: kind.name })
  return kind
})
