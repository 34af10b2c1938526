import { conflict, defineAction, invalid, ref, T } from '#kernel'
import { said } from '../alarm.ts'
import { Alarm, Rule } from '../entities.ts'
import { alarmChanged } from '../events.ts'
import { deviceWithKind, streamOf } from '../look.ts'
import { createOrder } from '../work-order.ts'

export const orderWork = defineAction({
  id: 'devices.alarm.order',
  kind: 'command',
  effect: 'local',
  title: 'Create a work order',
  description:
    'Makes a task of an alarm, as the caller: in the project named, in the one that the rule names, or where the organisation keeps its tasks.',
  input: T.Object(
    {
      alarm: ref(Alarm, { title: 'Alarm' }),
      project: T.Optional(ref('projects.project', { title: 'Project' })),
      assignee: T.Optional(ref('directory.person', { title: 'Assignee' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ alarm: T.Id(), task: T.String() }),
  errors: {
    ordered: conflict('There is a work order for this alarm.', 'Open it from the card.'),
    noProject: invalid('A work order needs a project.', 'Choose one.'),
  },
  emits: [alarmChanged],
  subject: 'alarm',
  scope: 'devices.use',
}).run(async ({ alarm: id, project: chosen, assignee }, ctx) => {
  await ctx.sql`SELECT 1 FROM devices.alarm WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const before = await ctx.records(Alarm).find(id)
  if (before?.task) throw ctx.error('ordered', { task: before.task_key ?? before.task })
  // Whoever may not handle it is refused here, as forbidden when its card was shown to him.
  const alarm = await ctx.records(Alarm).update(id, {})
  const rule = alarm.rule
    ? await ctx.records(Rule).unchecked('where its work orders go').find(alarm.rule)
    : undefined
  const { device, kind } = await deviceWithKind(ctx, alarm.device)
  const { text } = said(alarm, device, kind)
  const order = await createOrder(ctx, {
    title: `${device.name}: ${text}`.slice(0, 200),
    description: `${alarm.raised_at} · ${ctx.publicUrl}/devices/${device.id}`,
    project: chosen ?? rule?.project,
    assignee,
  })
  if (!order) throw ctx.error('noProject')
  await ctx.records(Alarm).update(id, {
    task: order.task,
    ...(order.key ? { task_key: order.key } : {}),
    ...(order.link ? { task_link: order.link } : {}),
  })
  const about = { device: device.id, alarm: id, state: alarm.state }
  ctx.emit(alarmChanged, about, { stream: streamOf(device.id) })
  return { alarm: id, task: order.task }
})
