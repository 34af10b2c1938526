import { conflict, defineAction, ref, T } from '#kernel'
import { Calendar } from '../entities.ts'
import { calendarChanged } from '../events.ts'
import { zoneOf } from '../own.ts'
import { CalendarView } from '../views.ts'

const { name, hue, open } = Calendar.fields

export const createCalendar = defineAction({
  id: 'calendar.calendar.create',
  kind: 'command',
  effect: 'local',
  title: 'New calendar',
  description:
    'A further calendar of your own; with a conversation the one calendar of that group, which its members write in together; or, for administrators, a calendar of holidays.',
  input: T.Object(
    {
      name,
      hue: T.Optional(hue),
      open: T.Optional(open),
      conversation: T.Optional(ref('chat.conversation', { title: 'Group' })),
      holidays: T.Optional(T.Boolean({ title: 'Holidays of the organisation' })),
    },
    { additionalProperties: false },
  ),
  output: CalendarView,
  errors: { hasCalendar: conflict('This group has a calendar already.', 'Use that one.') },
  emits: [calendarChanged],
  scope: 'calendar.use',
}).run(async ({ conversation, holidays, ...said }, ctx) => {
  const kind = conversation ? 'group' : holidays ? 'holiday' : 'personal'
  if (conversation) {
    const [known] =
      await ctx.sql`SELECT 1 FROM calendar.calendar WHERE org = ${ctx.org} AND conversation = ${conversation}`
    if (known) throw ctx.error('hasCalendar')
  }
  const made = await ctx.records(Calendar).create({
    hue: 0,
    open: kind === 'personal' ? 'busy' : 'none',
    ...said,
    kind,
    main: false,
    zone: zoneOf(ctx),
    ...(conversation ? { conversation } : {}),
    ...(kind === 'personal' ? { owner: ctx.actor.id } : {}),
  })
  ctx.emit(
    calendarChanged,
    { calendar: made.id, by: ctx.actor.id },
    { stream: `person:${ctx.actor.id}` },
  )
  return made
})
