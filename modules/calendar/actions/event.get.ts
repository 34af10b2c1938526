import { defineAction, ref, T } from '#kernel'
import { Event } from '../entities.ts'
import { eventFor } from '../view-event.ts'
import { EventView } from '../views.ts'

export const getEvent = defineAction({
  id: 'calendar.event.get',
  kind: 'query',
  effect: 'local',
  title: 'Get an event',
  description:
    'One event with everybody invited and what they answered, if you may see its details.',
  input: T.Object(
    {
      event: ref(Event, { title: 'Event' }),
      at: T.Optional(
        T.Time({ title: 'Occurrence', description: 'Of a series: with the answers for that one.' }),
      ),
    },
    { additionalProperties: false },
  ),
  output: EventView,
  subject: 'event',
  scope: 'calendar.use',
  mcp: 'listed',
}).run(({ event, at }, ctx) => eventFor(ctx, event, at))
