import { defineAction, invalid, ref, T } from '#kernel'
import { Calendar, LEVELS, Share } from '../entities.ts'
import { calendarChanged } from '../events.ts'
import { ownCalendar } from '../own.ts'

export const setShare = defineAction({
  id: 'calendar.share.set',
  kind: 'command',
  effect: 'local',
  title: 'Share a calendar',
  description:
    'Lets a colleague or a department see when you are taken, read details, or write; with level none, no longer.',
  input: T.Object(
    {
      calendar: T.Optional(
        ref(Calendar, { title: 'Calendar', description: 'Default: your main one.' }),
      ),
      person: T.Optional(ref('directory.person', { title: 'Person' })),
      department: T.Optional(ref('directory.department', { title: 'Department' })),
      level: T.Enum(['none', ...LEVELS], { title: 'May' }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ calendar: T.Id(), level: T.Enum(['none', ...LEVELS]) }),
  errors: { whom: invalid('Name one person or one department.', 'Choose with whom to share.') },
  emits: [calendarChanged],
  scope: 'calendar.use',
  idempotent: true,
}).run(async ({ calendar: id, person, department, level }, ctx) => {
  if ((person === undefined) === (department === undefined)) throw ctx.error('whom')
  const calendar = id ?? (await ownCalendar(ctx))
  const whom = person ? { person } : { department: department! }
  const shares = ctx.records(Share)
  const known = await shares.first({ where: { calendar, ...whom } })
  if (level === 'none') {
    if (known) await shares.delete(known.id)
  } else if (known) await shares.update(known.id, { level })
  else await shares.create({ calendar, ...whom, level })
  ctx.emit(
    calendarChanged,
    { calendar, by: ctx.actor.id },
    { stream: `person:${person ?? ctx.actor.id}` },
  )
  return { calendar, level }
})
