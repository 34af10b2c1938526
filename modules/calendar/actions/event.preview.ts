import { defineAction, T } from '#kernel'
import { Calendar } from '../entities.ts'
import { compare, importErrors, importFields, Left, Line, readFile } from '../import.ts'
import { zoneOf } from '../own.ts'

/** As many as a person reads before pressing the button; the counts are of all. */
const SHOWN_MAX = 200

export const previewEvents = defineAction({
  id: 'calendar.event.preview',
  kind: 'query',
  effect: 'local',
  title: 'Look into an .ics file',
  description:
    'Shows what importing an iCalendar file would add, change or leave out. Changes nothing.',
  input: T.Object(
    {
      ...importFields,
      calendar: T.Optional(T.Id({ title: 'Calendar', 'x-ref': 'calendar.calendar' })),
    },
    { additionalProperties: false, 'x-body-max': 16_777_216 },
  ),
  output: T.Object({
    items: T.Array(Line),
    left: T.Array(Left),
    create: T.Integer(),
    update: T.Integer(),
    nothing: T.Integer(),
  }),
  errors: importErrors,
  scope: 'calendar.use',
}).run(async ({ text, zone, calendar }, ctx) => {
  const read = readFile(text, zone ?? zoneOf(ctx), () => ctx.error('notIcs'))
  const main = await ctx.records(Calendar).first({ where: { owner: ctx.actor.id, main: true } })
  const into = calendar ? (await ctx.records(Calendar).get(calendar)).id : main?.id
  const lines = await compare(ctx, into, read)
  const count = (what: string) => lines.filter(({ does }) => does === what).length
  return {
    items: lines
      .slice(0, SHOWN_MAX)
      .map(({ draft: { title, starts_at, ends_at, all_day, rule }, does }) => ({
        title,
        starts_at,
        ends_at,
        all_day,
        repeats: rule !== undefined,
        does,
      })),
    left: read.left.slice(0, SHOWN_MAX),
    create: count('create'),
    update: count('update'),
    nothing: count('nothing'),
  }
})
