import { button, defineCard, facts, heading, when } from '#kernel'
import { faceOfEvent } from './actions/event.face.ts'
import { respondEvent } from './actions/event.respond.ts'
import { eventCancelled, eventChanged, eventResponded } from './events.ts'

/** An invitation wherever people talk about it; whoever is invited answers on it. */
export const eventCard = defineCard({
  id: 'calendar.event.card',
  title: 'Invitation',
  version: 1,
  load: faceOfEvent,
  subject: 'event',
  summary: (data) => ({ text: [data.organiser.name, ': ', data.title, ' · ', data.when] }),
  refreshOn: [eventChanged, eventCancelled, eventResponded].map((event) => ({
    event,
    subject: 'event',
  })),
  forward: 'live',
}).view((data) => [
  heading(data.title, data.status, data.status),
  { kind: 'link', text: data.when, to: data.page } as const,
  facts(
    { label: 'Place', value: data.place },
    { label: 'Room', value: data.rooms },
    { label: 'Meeting', value: data.meeting_link },
    { label: 'Organiser', value: data.organiser, as: 'person' },
    { label: 'Answers', value: data.answers },
  ),
  when(
    data.open,
    undefined,
    button(
      'accept',
      'Accept',
      respondEvent,
      { event: data.id, response: 'accepted' },
      { tone: 'primary' },
    ),
    button(
      'tentative',
      'Perhaps',
      respondEvent,
      { event: data.id, response: 'tentative' },
      { ask: ['comment'] },
    ),
    button(
      'decline',
      'Decline',
      respondEvent,
      { event: data.id, response: 'declined' },
      { ask: ['comment'] },
    ),
  ),
])
