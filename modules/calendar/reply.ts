import { OPERATOR_ORG, type Context } from '#kernel'
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
  const [row] = await database.reader(read.org).sql<Reply>`
    SELECT a.org, a.id AS attendee, e.id AS event, e.status, e.title, e.starts_at, e.ends_at, e.all_day, e.zone, e.rule, e.place, e.meeting_link,
      e.organiser AS organiser_id, p.name AS organiser, a.name, a.response, a.comment
    FROM calendar.attendee a JOIN calendar.event e ON e.org = a.org AND e.id = a.event
    JOIN directory.person p ON p.org = a.org AND p.id = e.organiser
    WHERE a.org = ${read.org} AND a.id = ${read.attendee} AND a.kind = 'outside'`
  if (!row) return undefined
  const [organisation] = await database.reader(OPERATOR_ORG).sql<{ name: string }>`
    SELECT name FROM parties.organisation WHERE org = ${OPERATOR_ORG} AND id = ${read.org}`
  return { ...row, organisation: organisation?.name ?? '' }
}
