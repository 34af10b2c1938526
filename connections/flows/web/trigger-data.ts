import { useAction, type Schema } from '#web'
import type { Trigger } from './types.ts'

export interface EventInfo {
  id: string
  title: string
  module: string
  module_title: string
  payload: Schema
}

const NONE: readonly EventInfo[] = []
export function useEvents(wanted: boolean): readonly EventInfo[] {
  const list = useAction<{ items: EventInfo[] }>('flows.event.list', {}, { enabled: wanted })
  return list.data?.items ?? NONE
}

/** What `trigger` holds, as far as it is known before anything has happened. */
export function triggerSchemaOf(
  trigger: Trigger,
  events: readonly EventInfo[],
): Schema | undefined {
  switch (trigger.kind) {
    case 'manual':
    case 'button':
      return trigger.input as Schema | undefined
    case 'event': {
      const payload = events.find(({ id }) => id === trigger.event)?.payload
      return payload && { ...payload, properties: { ...payload.properties, event: EVENT } }
    }
    case 'record':
      return {
        type: 'object',
        properties: {
          id: TEXT,
          op: TEXT,
          entity: TEXT,
          fields: { type: 'array', items: TEXT },
          event: EVENT,
        },
      }
    case 'schedule':
      return { type: 'object', properties: { at: TEXT, late_ms: { type: 'integer' } } }
    default:
      return undefined
  }
}
const TEXT: Schema = { type: 'string' }
const EVENT: Schema = {
  type: 'object',
  properties: { id: TEXT, type: TEXT, at: TEXT, actor: TEXT },
}

/** The fields of each kind of trigger, beside those that have a control of their own. */
export const TRIGGERS: Record<Trigger['kind'], Schema> = {
  manual: {},
  event: {
    properties: { where: { 'x-lazy': true, title: 'Only when' } },
  },
  record: {
    properties: {
      on: {
        type: 'array',
        title: 'On',
        items: { type: 'string', enum: ['created', 'updated', 'deleted'] },
      },
      where: { 'x-lazy': true, title: 'Only when' },
    },
    required: ['on'],
  },
  schedule: {
    properties: {
      cron: {
        type: 'string',
        title: 'When',
        description:
          'Minute, hour, day, month, weekday. “0 9 * * 1-5” is Monday to Friday at 9 o’clock.',
      },
      zone: { type: 'string', title: 'Time zone' },
      workdays: { type: 'boolean', title: 'Only on working days of the organisation' },
      missed: {
        type: 'string',
        title: 'What was missed while nothing ran',
        enum: ['skip', 'latest', 'all'],
      },
    },
    required: ['cron', 'zone', 'missed'],
  },
  webhook: {
    properties: {
      where: { 'x-lazy': true, title: 'Only when' },
      answer: {
        type: 'string',
        title: 'What the caller is told',
        enum: ['accepted', 'result'],
      },
      key: {
        'x-lazy': true,
        title: 'What makes two calls the same one',
        description: 'Default: the caller’s id header, else the whole content.',
      },
    },
  },
  poll: {
    properties: {
      action: { type: 'string', title: 'Action that is asked' },
      input: { 'x-kind': 'json', title: 'Input' },
      everyMs: { type: 'integer', title: 'Every so many ms', minimum: 1000 },
      items: { 'x-lazy': true, title: 'Where the items are in the answer' },
      key: { 'x-lazy': true, title: 'What makes an item the same one' },
      cursor: { 'x-lazy': true, title: 'How far it has come' },
    },
    required: ['action', 'everyMs', 'items', 'key'],
  },
  mention: {
    properties: { word: { type: 'string', title: 'Word' } },
    required: ['word'],
  },
  button: {
    properties: { title: { type: 'string', title: 'On the button' } },
    required: ['title'],
  },
}

/** What a trigger begins with when it is chosen. */
export const FIRST: Record<Trigger['kind'], Trigger> = {
  manual: { kind: 'manual' },
  event: { kind: 'event', event: '' },
  record: { kind: 'record', entity: '', on: ['created'] },
  schedule: { kind: 'schedule', cron: '0 9 * * 1-5', zone: 'Asia/Shanghai', missed: 'latest' },
  webhook: { kind: 'webhook', answer: 'accepted' },
  poll: {
    kind: 'poll',
    action: '',
    input: {},
    everyMs: 60_000,
    items: '{{ output.items }}',
    key: '{{ item.id }}',
  },
  mention: { kind: 'mention', word: '' },
  button: { kind: 'button', title: '' },
}
export const TRIGGER_KINDS = Object.keys(FIRST) as Trigger['kind'][]
/** Begin by what others do: only for those who may see it all. */
export const OTHERS: readonly Trigger['kind'][] = ['event', 'record', 'mention']
