import { invalid, T, type Context, type Static } from '#kernel'
import { Event } from './entities.ts'
import { NotIcs, readIcs, type Draft, type Read } from './ics-read.ts'

export const importFields = {
  text: T.String({ title: 'iCalendar text', maxLength: 8_000_000, 'x-long': true }),
  zone: T.Optional(T.String({ title: 'Time zone of times that name none', maxLength: 64 })),
}
export const importErrors = {
  notIcs: invalid(
    'This is no iCalendar file.',
    'Export it from the other calendar as .ics and choose it again.',
  ),
}
export const Line = T.Object({
  title: T.String(),
  starts_at: T.Time(),
  ends_at: T.Time(),
  all_day: T.Boolean(),
  repeats: T.Boolean(),
  /** What importing does with it: it is there already, in the same or an older form. */
  does: T.Enum(['create', 'update', 'nothing']),
})
export const Left = T.Object({
  title: T.String(),
  why: T.Enum(['no_time', 'bad_rule', 'unknown_zone', 'cancelled', 'lone_exception']),
})

/** What the file holds beside what the calendar holds: an event is the same when its UID and its occurrence are. */
export async function compare(ctx: Context, calendar: string | undefined, read: Read) {
  const uids = [...new Set(read.drafts.map(({ uid }) => uid))]
  const rows = calendar
    ? await ctx.sql<Known>`
        SELECT id, uid, original_at, title, starts_at, ends_at, rule, place, description FROM calendar.event
        WHERE org = ${ctx.org} AND calendar = ${calendar} AND uid = ANY(${uids}::text[]) AND status <> 'cancelled'`
    : []
  const known = new Map(rows.map((row) => [keyOf(row), row]))
  return read.drafts.map((draft) => {
    const row = known.get(keyOf(draft))
    const does = !row
      ? ('create' as const)
      : isSame(row, draft)
        ? ('nothing' as const)
        : ('update' as const)
    return { draft, does, ...(row ? { id: row.id } : {}) }
  })
}

interface Known {
  readonly id: string
  readonly uid: string
  readonly original_at: string | null
  readonly title: string
  readonly starts_at: string
  readonly ends_at: string
  readonly rule: string | null
  readonly place: string | null
  readonly description: string | null
}
const keyOf = ({ uid, original_at }: { uid: string; original_at?: string | null }): string =>
  `${uid} ${original_at ? Date.parse(original_at) : ''}`
const isSame = (row: Known, draft: Draft): boolean =>
  row.title === draft.title &&
  Date.parse(row.starts_at) === Date.parse(draft.starts_at) &&
  Date.parse(row.ends_at) === Date.parse(draft.ends_at) &&
  (row.rule ?? undefined) === draft.rule &&
  (row.place ?? undefined) === draft.place &&
  (row.description ?? undefined) === draft.description

export function readFile(text: string, zone: string, refuse: () => Error): Read {
  try {
    return readIcs(text, zone)
  } catch (error) {
    if (error instanceof NotIcs) throw refuse()
    throw error
  }
}

/** Writes what is new and what changed; series first, so that their exceptions find them. */
export async function apply(
  ctx: Context,
  calendar: string,
  lines: Awaited<ReturnType<typeof compare>>,
) {
  const records = ctx.records(Event)
  const masters = new Map(
    lines.flatMap(({ draft, id }) => (id && !draft.original_at ? [[draft.uid, id] as const] : [])),
  )
  const fresh = lines.filter(({ does }) => does === 'create')
  const drafts = fresh
    .toSorted((a, b) => Number(Boolean(a.draft.original_at)) - Number(Boolean(b.draft.original_at)))
    .map(({ draft }) => {
      const id = ctx.id()
      if (!draft.original_at) masters.set(draft.uid, id)
      const master = draft.original_at ? { master: masters.get(draft.uid)! } : {}
      return { ...keep(draft), ...master, id, calendar, organiser: ctx.actor.id, sequence: 0 }
    })
  if (drafts.length > 0) await records.createMany(drafts as never)
  await ctx.sql`
    INSERT INTO calendar.attendee (org, id, event, kind, person, name, optional, response)
    SELECT ${ctx.org}::uuid, gen_random_uuid(), e, 'person', ${ctx.actor.id}::uuid, ${ctx.actor.name}, false, 'accepted'
    FROM unnest(${drafts.map(({ id }) => id)}::uuid[]) AS e`
  const changed = lines.filter(({ does }) => does === 'update')
  for (const { id, draft } of changed)
    await records.update(id!, {
      rule: null,
      series_end: null,
      place: null,
      description: null,
      ...keep(draft),
    } as never)
  return {
    created: drafts.length,
    updated: changed.length,
    unchanged: lines.length - drafts.length - changed.length,
  }
}

const keep = (draft: Draft) => ({
  ...draft,
  skips: draft.skips ?? [],
  reminders: [...draft.reminders],
})
export type ImportLine = Static<typeof Line>
