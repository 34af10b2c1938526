import { defineAction, defineEntity, defineInterface, T } from '#kernel'

/**
 * What a provider of meetings offers: a room to meet in, and its address. An event keeps the provider's
 * id and the room; until one is installed, an event carries a plain link.
 */
const Room = defineEntity({
  id: 'meeting.room',
  title: 'Meeting room on the network',
  fields: {
    title: T.String({ maxLength: 200 }),
    url: T.String({ format: 'uri', maxLength: 1000 }),
  },
  access: { read: { where: true } },
  label: 'title',
})

export const meetingRoom = defineInterface('meeting.room', 1, {
  title: 'Meetings',
  description: 'A provider of meetings opens rooms on the network and answers their addresses.',
  entities: [Room],
  actions: [
    defineAction({
      id: 'meeting.room.open',
      kind: 'command',
      effect: 'local',
      title: 'Open a room for a meeting',
      description: 'Makes a room that opens around that time, and answers the address to meet at.',
      input: T.Object({
        title: T.String({ maxLength: 200 }),
        starts_at: T.Time(),
        ends_at: T.Time(),
      }),
      output: T.Object({ room: T.String({ maxLength: 200 }), url: T.String({ format: 'uri' }) }),
      silent: 'a provider says which events it tells',
      scope: 'member',
    }),
  ],
  events: [],
})
