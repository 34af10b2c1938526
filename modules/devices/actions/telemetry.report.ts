import { defineAction, invalid, T } from '#kernel'
import { asDevice, deviceErrors } from '../as-device.ts'
import { deviceReported } from '../events.ts'
import { standing, take, type Row } from '../ingest.ts'
import { streamOf } from '../look.ts'
import { store } from '../store.ts'
import { clearAlarm } from './alarm.clear.ts'
import { raiseAlarm } from './alarm.raise.ts'
import { returnDevice } from './device.return.ts'
import { packTelemetry } from './telemetry.pack.ts'

const SAMPLES_MAX = 1000
/** Of one report; sixty-four of them share a transaction that stays below a second. */
const POINTS_MAX = 5000
/** As many reports are packed at once; fewer after an hour. */
const TAIL_MAX = 3000
const PACK_AFTER_MS = 3_600_000

export const reportTelemetry = defineAction({
  id: 'devices.telemetry.report',
  kind: 'signal',
  effect: 'local',
  title: 'Report what was measured',
  description:
    'For a device, with its own token. `from` is the number of the first sample; the device counts its samples without gaps, so that sending again stores nothing twice. Answered once it is stored for good; `next` is the number that the server waits for.',
  input: T.Object(
    {
      from: T.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER, title: 'First number' }),
      samples: T.Array(
        T.Object(
          {
            at: T.Optional(T.Time({ title: 'Measured' })),
            values: T.Record(T.String({ maxLength: 40 }), T.Number(), {
              maxProperties: 50,
              title: 'Values by metric',
            }),
          },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: SAMPLES_MAX, title: 'Samples' },
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    next: T.Integer(),
    taken: T.Integer(),
    /** Metrics that its kind does not know. */
    ignored: T.Optional(T.Array(T.String())),
    now: T.Time(),
  }),
  errors: {
    ...deviceErrors,
    tooMuch: invalid(`One report has at most ${POINTS_MAX} values.`, 'Send several.'),
  },
  emits: [deviceReported],
  scope: 'devices.report',
}).runMany(async (items, ctx) => {
  const ids = items.map(({ actor }) => asDevice(actor)).filter((id) => id !== '')
  const found = await standing(ctx, ids)
  const now = ctx.now.getTime()
  const rows: Row[] = []
  const answers = items.map((item) => {
    if (item.actor.kind !== 'device') return item.error('onlyDevices')
    const device = found.devices.get(item.actor.id)
    if (device?.status !== 'active') return item.error('revoked')
    const { from, samples } = item.input
    if (samples.reduce((sum, { values }) => sum + Object.keys(values).length, 0) > POINTS_MAX)
      return item.error('tooMuch')
    const before = device.tail
    const { taken, ignored, row, turned } = take(device, found.rules, from, samples, now)
    if (row) rows.push(row)
    const lane = { lane: `devices:${device.id}` }
    for (const { turn, ...about } of turned)
      item.enqueue(
        turn === 'raised' ? raiseAlarm : clearAlarm,
        { device: device.id, ...about },
        lane,
      )
    if (!device.online) {
      device.online = true
      item.enqueue(returnDevice, { device: device.id }, lane)
    }
    const key = `devices.pack:${device.id}`
    if (before === 0 && device.tail > 0)
      item.enqueue(packTelemetry, { device: device.id }, { key, at: new Date(now + PACK_AFTER_MS) })
    else if (device.tail >= TAIL_MAX && device.tail % TAIL_MAX < 64)
      item.enqueue(packTelemetry, { device: device.id }, { key: `${key}:full` })
    return {
      next: device.next_seq,
      taken,
      now: ctx.now.toISOString(),
      ...(ignored.length ? { ignored } : {}),
    }
  })
  const changed = [...found.devices.values()].filter((device) => device.changed)
  if (changed.length) store(ctx, changed, rows)
  // Once a device and batch; told to who watches it and to nobody else.
  for (const { id, latest, seen_at } of changed)
    items
      .findLast(({ actor }) => actor.id === id)
      ?.emit(deviceReported, { device: id, at: seen_at!, latest }, { stream: streamOf(id) })
  return answers
})
