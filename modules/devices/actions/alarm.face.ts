import { defineAction, T } from '#kernel'
import { Person } from '#modules/directory'
import { readingOf } from '../alarm.ts'
import { Alarm, Command, Rule, STATES } from '../entities.ts'
import { deviceWithKind } from '../look.ts'

const Named = T.Object({ id: T.Id(), name: T.String() })
const SIGNS = { gt: '>', gte: '≥', lt: '<', lte: '≤', silent: '' } as const
/** What a card's tag says, and how loudly. */
const TONES = { info: 'info', warning: 'warning', critical: 'danger' } as const

export const faceOfAlarm = defineAction({
  id: 'devices.alarm.face',
  kind: 'query',
  effect: 'local',
  title: 'What an alarm’s card shows',
  description: 'The public face of an alarm, for its card.',
  input: T.Object({ alarm: T.Id() }, { additionalProperties: false }),
  output: T.Object({
    id: T.Id(),
    title: T.String(),
    device: Named,
    place: T.Optional(T.String()),
    state: Alarm.fields.state,
    tone: T.String(),
    metric: T.Optional(T.String()),
    reading: T.Optional(T.String()),
    limit: T.Optional(T.String()),
    raised_at: T.Time(),
    open: T.Boolean(),
    acknowledged: T.Optional(T.Object({ by: Named, at: T.Time(), note: T.Optional(T.String()) })),
    cleared: T.Optional(T.Object({ at: T.Time(), reading: T.Optional(T.String()) })),
    order: T.Optional(T.Object({ name: T.String(), link: T.Optional(T.String()) })),
    /** A work order is asked for a project, or goes where the rule says. */
    orders: T.Optional(T.Enum(['asks', 'goes'])),
    /** The rule's command, while none is on its way. */
    offers: T.Optional(T.String()),
    command: T.Optional(
      T.Object({ title: T.String(), state: T.Enum(STATES), error: T.Optional(T.String()) }),
    ),
  }),
  subject: 'alarm',
  scope: 'devices.manage',
  internal: true,
}).run(async ({ alarm: id }, ctx) => {
  const alarm = await ctx.records(Alarm).get(id)
  const { device, kind } = await deviceWithKind(ctx, alarm.device)
  const rule = alarm.rule ? await ctx.records(Rule).find(alarm.rule) : undefined
  const command = alarm.command ? await ctx.records(Command).find(alarm.command) : undefined
  const who = alarm.acknowledged_by
    ? await ctx
        .records(Person)
        .unchecked('a name on a card that he acknowledged')
        .find(alarm.acknowledged_by)
    : undefined
  const { value, threshold, unit, metric, comparison, cleared_at, cleared_value } = alarm
  const reading = (number: number) => readingOf(kind, metric, number, unit)
  const offer = kind.commands.find(({ key }) => key === rule?.command)
  const waits = command?.state === 'queued' || command?.state === 'delivered'
  const open = alarm.state !== 'cleared'
  return {
    id,
    title: alarm.title,
    device: { id: device.id, name: device.name },
    state: alarm.state,
    tone: alarm.state === 'cleared' ? 'done' : TONES[alarm.severity],
    raised_at: alarm.raised_at,
    open: alarm.state === 'open',
    ...(device.place ? { place: device.place } : {}),
    ...(metric ? { metric: kind.metrics.find(({ key }) => key === metric)?.title ?? metric } : {}),
    ...(value === undefined ? {} : { reading: reading(value) }),
    ...(threshold === undefined ? {} : { limit: `${SIGNS[comparison]} ${reading(threshold)}` }),
    ...(alarm.acknowledged_at
      ? {
          acknowledged: {
            by: { id: alarm.acknowledged_by!, name: who?.name ?? '' },
            at: alarm.acknowledged_at,
            ...(alarm.note ? { note: alarm.note } : {}),
          },
        }
      : {}),
    ...(cleared_at
      ? {
          cleared: {
            at: cleared_at,
            ...(cleared_value === undefined ? {} : { reading: reading(cleared_value) }),
          },
        }
      : {}),
    ...(alarm.task
      ? {
          order: {
            name: alarm.task_key ?? alarm.task,
            ...(alarm.task_link ? { link: alarm.task_link } : {}),
          },
        }
      : { orders: rule?.project ? ('goes' as const) : ('asks' as const) }),
    ...(offer && open && !waits ? { offers: offer.title } : {}),
    ...(command
      ? {
          command: {
            title: command.title,
            state: command.state,
            ...(command.error ? { error: command.error } : {}),
          },
        }
      : {}),
  }
})
