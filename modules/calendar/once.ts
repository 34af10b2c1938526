import type { BaseContext } from '#kernel'
import type { Answer } from './respond.ts'

/**
 * Answers for one occurrence of a series. They are no rows of the event: what its organiser changes in the
 * series still reaches that occurrence.
 */
export async function answerOnce(
  ctx: BaseContext,
  { event, attendee, at }: { event: string; attendee: string; at: string },
  response: Answer,
  comment: string | undefined,
): Promise<void> {
  await ctx.sql`
    INSERT INTO calendar.answer (org, event, attendee, at, response, comment, responded_at)
    VALUES (${ctx.org}, ${event}, ${attendee}, ${at}, ${response}, ${comment ?? null}, ${ctx.now})
    ON CONFLICT (org, attendee, at) DO UPDATE SET response = excluded.response, comment = excluded.comment, responded_at = excluded.responded_at`
}

export interface Once {
  readonly attendee: string
  readonly response: Answer
  readonly comment: string | null
  readonly responded_at: string
}

/** By attendee, what was answered for that occurrence alone. */
export async function answersAt(
  ctx: BaseContext,
  event: string,
  at: string,
): Promise<Map<string, Once>> {
  const rows = await ctx.sql<Once>`
    SELECT attendee, response, comment, responded_at FROM calendar.answer
    WHERE org = ${ctx.org} AND event = ${event} AND at = ${at}`
  return new Map(rows.map((row) => [row.attendee, row]))
}

/** Who answers for the whole series takes back what he said of single occurrences. */
export async function forgetOwn(ctx: BaseContext, attendee: string): Promise<void> {
  await ctx.sql`DELETE FROM calendar.answer WHERE org = ${ctx.org} AND attendee = ${attendee}`
}

/** Other times are other questions. */
export async function forgetAll(ctx: BaseContext, event: string): Promise<void> {
  await ctx.sql`DELETE FROM calendar.answer WHERE org = ${ctx.org} AND event = ${event}`
}

/** The occurrence became a row of its own, whose attendees hold their answers themselves. */
export async function keepOne(
  ctx: BaseContext,
  series: string,
  own: string,
  at: string,
): Promise<void> {
  await ctx.sql`
    UPDATE calendar.attendee n SET response = x.response, comment = x.comment, responded_at = x.responded_at
    FROM calendar.answer x JOIN calendar.attendee o ON o.org = x.org AND o.id = x.attendee
    WHERE x.org = ${ctx.org} AND x.event = ${series} AND x.at = ${at} AND n.org = x.org AND n.event = ${own} AND n.person = o.person`
  await ctx.sql`DELETE FROM calendar.answer WHERE org = ${ctx.org} AND event = ${series} AND at = ${at}`
}

/** Answers for later occurrences go with them into the series that begins there. */
export async function moveLater(
  ctx: BaseContext,
  from: string,
  to: string,
  since: string,
): Promise<void> {
  await ctx.sql`
    UPDATE calendar.answer x SET event = ${to}, attendee = n.id
    FROM calendar.attendee o, calendar.attendee n
    WHERE x.org = ${ctx.org} AND x.event = ${from} AND x.at >= ${since} AND o.org = x.org AND o.id = x.attendee
      AND n.org = x.org AND n.event = ${to} AND n.person = o.person`
}

/** By the beginning in milliseconds, as SQL puts it together. */
export type OnceAt = Readonly<Record<string, Answer>> | null
export const onceOr = <A extends string>(once: OnceAt, start: number, whole: A): A | Answer =>
  once?.[start] ?? whole
