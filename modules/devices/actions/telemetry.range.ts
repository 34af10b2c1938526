import { defineAction, invalid, ref, T } from '#kernel'
import { Device } from '../entities.ts'
import { buckets, stepFor } from '../history.ts'
import { deviceWithKind, numberOf } from '../look.ts'
import { KEY } from '../shapes.ts'

const POINTS_MAX = 1000

export const rangeOfTelemetry = defineAction({
  id: 'devices.telemetry.range',
  kind: 'query',
  effect: 'local',
  title: 'What a device measured',
  description:
    'Least, most and mean of a metric in equal parts of a time, for a chart: as narrow as fit into `points`.',
  input: T.Object(
    {
      device: ref(Device, { title: 'Device' }),
      metric: T.String({ pattern: KEY, maxLength: 40, title: 'Metric' }),
      from: T.Time({ title: 'From' }),
      until: T.Optional(T.Time({ title: 'Until', description: 'Default: now' })),
      points: T.Optional(
        T.Integer({ minimum: 1, maximum: POINTS_MAX, default: 300, title: 'Points at most' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    step_s: T.Integer(),
    items: T.Array(
      T.Object({
        at: T.Time(),
        least: T.Number(),
        most: T.Number(),
        mean: T.Number(),
        count: T.Integer(),
      }),
    ),
  }),
  errors: { backwards: invalid('The time ends before it begins.', 'Swap the two.') },
  subject: 'device',
  scope: 'devices.use',
}).run(async ({ device: id, metric: key, from, until, points = 300 }, ctx) => {
  const { device } = await deviceWithKind(ctx, id)
  const begin = Date.parse(from)
  const end = until === undefined ? ctx.now.getTime() + 1 : Date.parse(until)
  if (end <= begin) throw ctx.error('backwards')
  const metric = await numberOf(ctx, device.kind, key)
  const stepMs = stepFor(begin, end, points)
  const found = await buckets(ctx, { device: id, metric, from: begin, until: end, stepMs })
  return { step_s: found.stepMs / 1000, items: found.items }
})
