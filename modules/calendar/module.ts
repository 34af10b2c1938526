import { defineModule, T } from '#kernel'
import { listBusy } from './actions/busy.list.ts'
import { createCalendar } from './actions/calendar.create.ts'
import { deleteCalendar } from './actions/calendar.delete.ts'
import { listCalendars } from './actions/calendar.list.ts'
import { updateCalendar } from './actions/calendar.update.ts'
import { cancelEvent } from './actions/event.cancel.ts'
import { createEvent } from './actions/event.create.ts'
import { exportEvent } from './actions/event.export.ts'
import { faceOfEvent } from './actions/event.face.ts'
import { getEvent } from './actions/event.get.ts'
import { handOverEvents } from './actions/event.hand_over.ts'
import { importEvents } from './actions/event.import.ts'
import { listEvents } from './actions/event.list.ts'
import { previewEvents } from './actions/event.preview.ts'
import { respondEvent } from './actions/event.respond.ts'
import { updateEvent } from './actions/event.update.ts'
import { createFeed } from './actions/feed.create.ts'
import { gatherFeed } from './actions/feed.gather.ts'
import { readFeed } from './actions/feed.read.ts'
import { revokeFeed } from './actions/feed.revoke.ts'
import { tellInvited } from './actions/invitation.tell.ts'
import { fireReminder } from './actions/reminder.fire.ts'
import { giveReply } from './actions/reply.give.ts'
import { keepReply } from './actions/reply.keep.ts'
import { showReply } from './actions/reply.show.ts'
import { setShare } from './actions/share.set.ts'
import { findTime } from './actions/time.find.ts'
import { eventCard } from './cards.ts'
import { Attendee, Calendar, Event, Feed, Room, Share } from './entities.ts'
import {
  calendarChanged,
  eventCancelled,
  eventChanged,
  eventCreated,
  eventResponded,
  eventsImported,
  feedChanged,
} from './events.ts'
import { meetingRoom } from './meeting.ts'
import { pages } from './pages.ts'
import { start } from './running.ts'
import { subscriptions } from './subscriptions.ts'

export default defineModule({
  id: 'calendar',
  title: 'Calendar',
  version: 1,
  publisher: 'tenon',
  partnerType: 'base',
  firstParty: true,
  needs: ['directory', 'parties', 'audit', 'cards', 'chat', 'notify'],
  entities: [Calendar, Share, Room, Event, Attendee, Feed],
  events: [
    eventCreated,
    eventChanged,
    eventCancelled,
    eventResponded,
    eventsImported,
    calendarChanged,
    feedChanged,
  ],
  actions: [
    createEvent,
    getEvent,
    listEvents,
    updateEvent,
    cancelEvent,
    respondEvent,
    exportEvent,
    previewEvents,
    importEvents,
    faceOfEvent,
    listBusy,
    findTime,
    listCalendars,
    createCalendar,
    updateCalendar,
    deleteCalendar,
    setShare,
    createFeed,
    revokeFeed,
    readFeed,
    gatherFeed,
    showReply,
    giveReply,
    keepReply,
    tellInvited,
    fireReminder,
    handOverEvents,
  ],
  cards: [eventCard],
  pages,
  subscriptions,
  interfaces: [meetingRoom],
  settings: T.Object({
    zone: T.String({ default: 'Asia/Shanghai', title: 'Time zone', maxLength: 64 }),
  }),
  scopes: {
    'calendar.use': { title: 'Use calendars', roles: ['member'] },
    'calendar.manage': { title: 'Keep rooms and holidays', roles: [] },
  },
  start,
})
