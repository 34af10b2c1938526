import { button, defineCard, divider, facts, heading, when } from '#kernel'
import { acknowledgeAlarm } from './actions/alarm.acknowledge.ts'
import { actOnAlarm } from './actions/alarm.act.ts'
import { faceOfAlarm } from './actions/alarm.face.ts'
import { orderWork } from './actions/alarm.order.ts'
import { alarmChanged } from './events.ts'

/** Whoever sees a copy sees the buttons; the actions ask who may handle the alarm, and who commands the device. */
export const alarmCard = defineCard({
  id: 'devices.alarm.card',
  title: 'Alarm',
  version: 1,
  load: faceOfAlarm,
  subject: 'alarm',
  summary: (data) => ({ text: [data.device.name, ': ', data.title, ' ', data.reading] }),
  refreshOn: [{ event: alarmChanged, subject: 'alarm' }],
  forward: 'live',
}).view((data) => [
  heading(data.title, data.state, data.tone),
  facts(
    { label: 'Device', value: data.device.name },
    { label: 'Place', value: data.place },
    { label: 'Metric', value: data.metric },
    { label: 'Value', value: data.reading },
    { label: 'Limit', value: data.limit },
    { label: 'Since', value: data.raised_at, as: 'time' },
  ),
  when(
    data.acknowledged,
    undefined,
    facts(
      { label: 'Acknowledged by', value: data.acknowledged.by, as: 'person' },
      { label: 'Note', value: data.acknowledged.note },
    ),
  ),
  when(
    data.cleared,
    undefined,
    facts(
      { label: 'Cleared', value: data.cleared.at, as: 'time' },
      { label: 'Value then', value: data.cleared.reading },
    ),
  ),
  when(
    data.command,
    undefined,
    divider(),
    heading(data.command.title, data.command.state, data.command.state),
    facts({ label: 'Error', value: data.command.error }),
  ),
  when(data.order, undefined, {
    kind: 'link',
    text: { text: ['Work order', ' ', { path: 'order.name' }] },
    to: { path: 'order.link' },
  }),
  { kind: 'link', text: 'Open the device', to: { text: ['/devices/', { path: 'device.id' }] } },
  when(
    data.offers,
    undefined,
    button(
      'act',
      data.offers,
      actOnAlarm,
      { alarm: data.id },
      {
        tone: 'danger',
        confirm: 'The command goes to the device at once.',
      },
    ),
  ),
  when(
    data.open,
    undefined,
    button(
      'acknowledge',
      'Acknowledge',
      acknowledgeAlarm,
      { alarm: data.id },
      {
        tone: 'primary',
        ask: ['note'],
      },
    ),
  ),
  when(
    data.orders,
    'goes',
    button('order', 'Create a work order', orderWork, { alarm: data.id }, { ask: ['assignee'] }),
  ),
  when(
    data.orders,
    'asks',
    button(
      'order_in',
      'Create a work order',
      orderWork,
      { alarm: data.id },
      {
        ask: ['project', 'assignee'],
      },
    ),
  ),
])
