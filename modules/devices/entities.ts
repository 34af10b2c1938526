import { anyOf, defineEntity, exists, recordFields, ref, scope, T, type Filter } from '#kernel'
import { knownByCard } from '#modules/chat'
import { KEY, Metric, Offer } from './shapes.ts'

const PERSON = 'directory.person'
export const SEVERITIES = ['info', 'warning', 'critical'] as const
export const COMPARISONS = ['gt', 'gte', 'lt', 'lte', 'silent'] as const
export const STATES = ['queued', 'delivered', 'done', 'failed', 'expired'] as const

/** Whoever is in a group that the device of the row stands in. */
const near = (field: string): Filter =>
  exists('chat.thing', {
    thing: `$row.${field}`,
    exists: {
      entity: 'chat.member',
      where: { conversation: '$row.conversation', person: '$actor.id' },
    },
  } as Filter)
const overseers = anyOf(scope('devices.read'), scope('devices.operate'), scope('devices.manage'))
const kept = (field: string): Filter =>
  exists('devices.device', { id: `$row.${field}`, keeper: '$actor.id' })

export const Kind = defineEntity({
  id: 'devices.kind',
  title: 'Kind of device',
  label: 'name',
  search: ['name', 'maker', 'model'],
  scope: { read: 'devices.use', write: 'devices.manage' },
  fields: {
    name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
    maker: T.Optional(T.String({ maxLength: 100, title: 'Maker' })),
    model: T.Optional(T.String({ maxLength: 100, title: 'Model' })),
    metrics: T.Array(Metric, { maxItems: 50, title: 'What it measures' }),
    commands: T.Array(Offer, { maxItems: 30, title: 'What it can be told' }),
    offline_after_s: T.Integer({
      minimum: 5,
      maximum: 7 * 86_400,
      default: 120,
      title: 'Offline after (seconds)',
    }),
    keep_days: T.Integer({ minimum: 1, maximum: 3650, default: 365, title: 'Days kept' }),
  },
  access: {
    read: { where: true },
    create: { check: scope('devices.manage') },
    update: { where: scope('devices.manage') },
    delete: { where: scope('devices.manage') },
  },
  actions: ['get', 'list', 'delete'],
})

export const Device = defineEntity({
  id: 'devices.device',
  title: 'Device',
  label: 'name',
  search: ['name', 'serial_no', 'place'],
  scope: 'devices.use',
  fields: {
    name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
    kind: ref(Kind, { title: 'Kind' }),
    model: T.Optional(T.String({ maxLength: 100, title: 'Model' })),
    serial_no: T.Optional(T.String({ maxLength: 100, title: 'Serial number' })),
    place: T.Optional(T.String({ maxLength: 200, title: 'Place' })),
    /** Who looks after it: is told of its alarms and may command it. */
    keeper: T.Optional(ref(PERSON, { title: 'Keeper' })),
    conversation: T.Optional(ref('chat.conversation', { title: 'Group' })),
    status: T.Enum(['waiting', 'active', 'revoked', 'retired'], { title: 'Status' }),
    claimed_at: T.Optional(T.Time({ readOnly: true, title: 'Claimed' })),
    online: T.Boolean({ readOnly: true, title: 'Online' }),
    seen_at: T.Optional(T.Time({ readOnly: true, title: 'Last seen' })),
    /** By metric: the last value and when it was measured. */
    latest: T.Optional(T.Json({ readOnly: true, title: 'Last values' })),
    alarms: T.Integer({ readOnly: true, title: 'Open alarms' }),
    next_seq: T.Integer({ readOnly: true, title: 'Next sample' }),
    missing: T.Integer({ readOnly: true, title: 'Samples that never came' }),
  },
  access: {
    read: { where: anyOf(overseers, { keeper: '$actor.id' }, { id: '$actor.id' }, near('id')) },
    create: { check: scope('devices.manage') },
    update: {
      where: scope('devices.manage'),
      reason: 'Only who manages devices changes one.',
    },
  },
  actions: ['get', 'list', 'aggregate'],
})

export const Rule = defineEntity({
  id: 'devices.rule',
  title: 'Alarm rule',
  label: 'name',
  search: ['name'],
  scope: { read: 'devices.use', write: 'devices.manage' },
  fields: {
    name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
    kind: T.Optional(ref(Kind, { title: 'Devices of kind' })),
    device: T.Optional(ref(Device, { title: 'Device' })),
    metric: T.Optional(T.String({ pattern: KEY, maxLength: 40, title: 'Metric' })),
    comparison: T.Enum(COMPARISONS, { title: 'Comparison' }),
    threshold: T.Optional(T.Number({ title: 'Threshold' })),
    for_s: T.Integer({ minimum: 0, maximum: 86_400, default: 0, title: 'For (seconds)' }),
    hysteresis: T.Number({ minimum: 0, default: 0, title: 'Hysteresis' }),
    severity: T.Enum(SEVERITIES, { title: 'Severity' }),
    conversation: T.Optional(
      ref('chat.conversation', {
        title: 'Told in group',
        description: 'Default: the device’s own',
      }),
    ),
    project: T.Optional(ref('projects.project', { title: 'Work orders in project' })),
    command: T.Optional(T.String({ pattern: KEY, maxLength: 40, title: 'Command on the card' })),
    command_input: T.Optional(T.Json({ title: 'Its input' })),
    enabled: T.Boolean({ default: true, title: 'Enabled' }),
  },
  access: {
    read: { where: anyOf(overseers, near('device'), kept('device'), { kind: { ne: null } }) },
    create: { check: scope('devices.manage') },
    update: { where: scope('devices.manage') },
    delete: { where: scope('devices.manage') },
  },
  actions: ['get', 'list'],
})

export const Alarm = defineEntity({
  id: 'devices.alarm',
  title: 'Alarm',
  label: 'title',
  search: ['title'],
  scope: 'devices.use',
  fields: {
    device: ref(Device, { title: 'Device' }),
    rule: T.Optional(ref(Rule, { title: 'Rule' })),
    title: T.String({ maxLength: 200, title: 'Alarm' }),
    metric: T.Optional(T.String({ title: 'Metric' })),
    value: T.Optional(T.Number({ title: 'Value' })),
    threshold: T.Optional(T.Number({ title: 'Threshold' })),
    comparison: Rule.fields.comparison,
    unit: T.Optional(T.String({ title: 'Unit' })),
    severity: Rule.fields.severity,
    state: T.Enum(['open', 'acknowledged', 'cleared'], { title: 'State' }),
    raised_at: T.Time({ title: 'Since' }),
    acknowledged_at: T.Optional(T.Time({ title: 'Acknowledged' })),
    acknowledged_by: T.Optional(ref(PERSON, { title: 'Acknowledged by' })),
    note: T.Optional(T.String({ maxLength: 500, title: 'Note', 'x-long': true })),
    cleared_at: T.Optional(T.Time({ title: 'Cleared' })),
    cleared_value: T.Optional(T.Number({ title: 'Value then' })),
    conversation: T.Optional(T.Id({ title: 'Group' })),
    task: T.Optional(T.String({ title: 'Work order' })),
    task_key: T.Optional(T.String({ title: 'Work order number' })),
    task_link: T.Optional(T.String({ title: 'Work order link' })),
    command: T.Optional(T.Id({ title: 'Last command' })),
  },
  access: {
    read: { where: anyOf(overseers, near('device'), kept('device')) },
    update: {
      where: anyOf(overseers, near('device'), kept('device')),
      fields: [
        'state',
        'acknowledged_at',
        'acknowledged_by',
        'note',
        'task',
        'task_key',
        'task_link',
      ],
      reason:
        'Only members of the device’s group, its keeper and who manages devices handle its alarms.',
    },
    known: knownByCard('devices.alarm'),
  },
  actions: ['get', 'list'],
})

/** Something a device was told to do, and what became of it. */
export const Command = defineEntity({
  id: 'devices.command',
  title: 'Command to a device',
  label: 'title',
  scope: 'devices.use',
  fields: {
    device: ref(Device, { title: 'Device' }),
    no: T.Integer({ readOnly: true, title: 'Number' }),
    name: T.String({ maxLength: 40, title: 'Command' }),
    title: T.String({ maxLength: 100, title: 'Title' }),
    input: T.Optional(T.Json({ title: 'Input' })),
    state: T.Enum(STATES, { title: 'State' }),
    by: T.String({ title: 'By' }),
    alarm: T.Optional(ref(Alarm, { title: 'Alarm' })),
    expires_at: T.Time({ title: 'Expires' }),
    delivered_at: T.Optional(T.Time({ title: 'Delivered' })),
    finished_at: T.Optional(T.Time({ title: 'Finished' })),
    result: T.Optional(T.Json({ title: 'Result' })),
    error: T.Optional(T.String({ maxLength: 500, title: 'Error' })),
  },
  access: {
    read: { where: anyOf(overseers, near('device'), kept('device')) },
    create: {
      check: anyOf(scope('devices.operate'), kept('device')),
      reason: 'Only the keeper of a device, and who operates devices, may command it.',
    },
  },
  actions: ['get', 'list'],
})

export const KindView = T.Object({ ...recordFields, ...Kind.fields })
export const DeviceView = T.Object({ ...recordFields, ...Device.fields })
export const RuleView = T.Object({ ...recordFields, ...Rule.fields })
