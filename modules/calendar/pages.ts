import { definePage } from '#kernel'

export const pages = [
  definePage({
    id: 'calendar.calendar',
    path: '/calendar',
    title: 'Calendar',
    icon: 'calendar',
    component: 'calendar',
    opens: { 'calendar.event': '/calendar/event/{id}' },
    primary: 'calendar.event.create',
    rail: 30,
    scope: 'calendar.use',
  }),
  definePage({
    id: 'calendar.rooms',
    path: '/admin/rooms',
    title: 'Rooms',
    icon: 'calendar',
    entity: 'calendar.room',
    views: ['table'],
    columns: ['name', 'place', 'capacity', 'equipment', 'status'],
    primary: 'calendar.room.create',
    scope: 'calendar.manage',
  }),
]
