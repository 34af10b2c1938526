import type { Context } from '#kernel'
import { belongings } from '#modules/directory'
import { organisationOf } from '#modules/parties'
import { kernelOf } from './running.ts'
import { readReply } from './tokens.ts'

export interface Reply {
  readonly org: string
  readonly attendee: string
  readonly event: string
  readonly status: string
  readonly title: string
  readonly starts_at: string
  readonly ends_at: string
  readonly all_day: boolean
  readonly zone: string
  readonly rule: string | null
  readonly place: string | null
  readonly meeting_link: string | null
  readonly organiser_id: string
  readonly organiser: string
  readonly organisation: string
  readonly name: string
  readonly response: 'none' | 'accepted' | 'declined' | 'tentative'
  readonly comment: string | null
}

/** The invitation behind a link, as long as its reader is invited. */
export async function findReply(ctx: Context, token: string): Promise<Reply | undefined> {
  const read = readReply(ctx, token)
  if (!read) return undefined
  const { database } = kernelOf(ctx)
  const { sql } = database.reader(read.org)
  const [row] = await sql<Omit<Reply, 'organiser' | 'organisation'>>`
    SELECT a.org, a.id AS attendee, e.id AS event, e.status, e.title, e.starts_at, e.ends_at, e.all_day, e.zone, e.rule, e.place, e.meeting_link,
      e.organiser AS organiser_id, a.name, a.response, a.comment
    FROM calendar.attendee a JOIN calendar.event e ON e.org = a.org AND e.id = a.event
    WHERE a.org = ${read.org} AND a.id = ${read.attendee} AND a.kind = 'outside'`
  if (!row) return undefined
  const organiser = await belongings(sql, read.org, row.organiser_id)
  const organisation = await organisationOf(sql, read.org)
  return { ...row, organiser: organiser?.name ?? '', organisation: organisation?.name ?? '' }
}
