import { createRequire } from 'node:module'
import type { EventType, Registry } from '#kernel'

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string }

/**
 * AsyncAPI 3.0 of every event that modules tell: its twin is the OpenAPI document of what they can be
 * asked. An event travels as a CloudEvent, by a webhook or a feed; on the socket its data stands in `d`.
 */
export function asyncapiOf(registry: Registry): object {
  const events = [...registry.events.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const all = <V>(of: (event: EventType) => V): Record<string, V> =>
    Object.fromEntries(events.map((event) => [event.id, of(event)]))
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Tenon',
      version,
      description:
        'Every event of this installation, as a CloudEvent 1.0 in structured mode. `source` and `id` together name it; `subject` is the stream that numbers it, `sequence` its number there.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/cloudevents+json',
    channels: all(({ id, title }) => ({
      address: id,
      title,
      messages: { [id]: { $ref: `#/components/messages/${id}` } },
    })),
    operations: all(({ id, title }) => ({
      action: 'send',
      channel: { $ref: `#/channels/${id}` },
      title,
      messages: [{ $ref: `#/channels/${id}/messages/${id}` }],
      tags: [{ name: id.split('.', 1)[0]! }],
    })),
    components: {
      messages: all(({ id, title, payload }) => ({
        name: id,
        title,
        contentType: 'application/cloudevents+json',
        payload: {
          allOf: [
            { $ref: '#/components/schemas/CloudEvent' },
            { type: 'object', properties: { type: { const: id }, data: payload } },
          ],
        },
      })),
      schemas: { CloudEvent: ENVELOPE },
    },
  }
}

const text = { type: 'string' }
const ENVELOPE = {
  type: 'object',
  required: ['specversion', 'id', 'source', 'type', 'time', 'actor', 'datacontenttype', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', format: 'uuid' },
    source: text,
    type: text,
    time: { type: 'string', format: 'date-time' },
    subject: text,
    sequence: text,
    actor: text,
    datacontenttype: { const: 'application/json' },
    data: {},
  },
}
