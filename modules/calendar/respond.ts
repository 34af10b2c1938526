import type { BaseContext } from '#kernel'

export type Answer = 'accepted' | 'declined' | 'tentative'

export async function answer(
  ctx: BaseContext,
  attendee: string,
  response: Answer,
  comment: string | undefined,
): Promise<void> {
  await ctx.sql`
    UPDATE calendar.attendee SET response = ${response}, comment = ${comment ?? null}, responded_at = ${ctx.now}, updated_at = now(), rev = rev + 1
    WHERE org = ${ctx.org} AND id = ${attendee}`
}

export const ANSWERED: Record<Answer, (name: string, title: string) => { en: string; zh: string }> =
  {
    accepted: (name, title) => ({
      en: `${name} comes to “${title}”`,
      zh: `${name}接受了“${title}”`,
    }),
    declined: (name, title) => ({
      en: `${name} does not come to “${title}”`,
      zh: `${name}谢绝了“${title}”`,
    }),
    tentative: (name, title) => ({
      en: `${name} may come to “${title}”`,
      zh: `${name}可能参加“${title}”`,
    }),
  }
