import { T } from '#kernel'
import { compile, dayOf, fieldsOf, spanMs } from '#connections/expressions'
import { isWorkday, WEEKDAYS, weekdayOf, type Calendar } from '../calendar.ts'
import { StepError } from '../classify.ts'
import { anything, defineStep, type StepContext } from '../define-step.ts'
import { listOf, textOf, wholeOf } from '../given.ts'

const DAY_MS = 86_400_000
const WORKDAYS_MAX = 1_000

export const time = defineStep({
  kind: 'time',
  title: 'Time',
  description:
    'Takes a moment (default: when the run began), moves it by a span or by working days, and answers it with its day, weekday and clock time in a zone.',
  effect: 'pure',
  harmless: true,
  // The organisation's days may change before it is computed again.
  durable: (config) => config['calendar'] === true,
  schema: T.Object({
    at: T.Optional(T.String({ title: 'Moment' })),
    plus: T.Optional(T.String({ title: 'Later by', description: 'A span such as 2h30m or 3d.' })),
    minus: T.Optional(T.String({ title: 'Earlier by' })),
    workdays: T.Optional(
      T.Integer({ title: 'Working days', minimum: -WORKDAYS_MAX, maximum: WORKDAYS_MAX }),
    ),
    holidays: T.Optional(
      anything({ title: 'Days off', description: 'A list of days such as 2026-10-01.' }),
    ),
    working: T.Optional(anything({ title: 'Weekends worked' })),
    calendar: T.Optional(T.Boolean({ title: 'By the working days of the organisation' })),
    zone: T.Optional(T.String({ title: 'Zone' })),
    format: T.Optional(
      T.String({ title: 'Format', description: 'yyyy-MM-dd HH:mm', maxLength: 200 }),
    ),
  }),
  // Answers at once unless it has to ask for the organisation's days.
  run(config, ctx) {
    if (config.calendar !== true) return timeOf(config, WEEKDAYS, ctx)
    return ctx.workdays().then((days) => timeOf(config, days, ctx))
  },
})

interface Config {
  readonly at?: string
  readonly plus?: string
  readonly minus?: string
  readonly workdays?: number
  readonly holidays?: unknown
  readonly working?: unknown
  readonly zone?: string
  readonly format?: string
}

function timeOf(
  { at, plus, minus, workdays = 0, holidays = [], working = [], zone: given, format }: Config,
  own: Calendar,
  ctx: StepContext,
): unknown {
  const zone = zoneOf(given ?? ctx.zone)
  let moment = at === undefined ? ctx.now : momentOf(at)
  if (plus !== undefined)
    moment = new Date(moment.getTime() + spanMs(textOf(plus, 'The span', 40), moment, zone))
  // A day back is the day before by the calendar, which the reverse of a span forward need not be.
  if (minus !== undefined)
    moment = momentOf(
      evaluated(
        '{{ minus(at, span, zone) }}',
        { at: moment.toISOString(), span: textOf(minus, 'The span', 40), zone },
        ctx,
      ),
    )
  const calendar = {
    off: own.off.union(new Set(listOf(holidays, 'The days off').map(String))),
    on: own.on.union(new Set(listOf(working, 'The weekends worked').map(String))),
  }
  const days = wholeOf(workdays, 'The working days', -WORKDAYS_MAX, WORKDAYS_MAX)
  moment = movedBy(moment, days, (day) => isWorkday(day, zone, calendar))
  const fields = fieldsOf(moment, zone)
  return {
    at: moment.toISOString(),
    day: dayOf(moment, zone),
    weekday: weekdayOf(moment, zone),
    workday: isWorkday(moment, zone, calendar),
    hour: fields.hour,
    minute: fields.minute,
    ...(format === undefined
      ? {}
      : {
          text: evaluated(
            '{{ format(at, pattern, zone) }}',
            { at: moment.toISOString(), pattern: format, zone },
            ctx,
          ),
        }),
  }
}

const evaluated = (
  text: string,
  scope: Record<string, unknown>,
  { now, zone }: { now: Date; zone: string },
): unknown => compile(text).of(scope, { now, zone })

function movedBy(from: Date, days: number, counts: (day: Date) => boolean): Date {
  let moment = from
  for (let left = Math.abs(days), looked = 0; left > 0; looked++) {
    if (looked > WORKDAYS_MAX * 4) throw new StepError('data', 'There are no working days ahead.')
    moment = new Date(moment.getTime() + Math.sign(days) * DAY_MS)
    if (counts(moment)) left--
  }
  return moment
}

function momentOf(value: unknown): Date {
  const made = new Date(String(value))
  if (Number.isNaN(made.getTime()))
    throw new StepError('data', `“${String(value).slice(0, 40)}” is no time.`)
  return made
}

function zoneOf(zone: unknown): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: String(zone) }).resolvedOptions().timeZone
  } catch {
    throw new StepError(
      'data',
      `There is no zone “${String(zone).slice(0, 40)}”; Asia/Shanghai is one.`,
    )
  }
}
