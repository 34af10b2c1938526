import { conflict, type Context, type RecordOf } from '#kernel'
import { JoinRequest } from './entities.ts'

export const decided = conflict('This has been decided already.', 'Look at the request again.')

interface Asked extends Pick<Context, 'records' | 'sql' | 'org'> {
  error(code: 'decided', details?: Record<string, unknown>): Error
}
/** Locked, so that two who decide at once do not both. */
export async function waitingRequest(
  ctx: Asked,
  id: string,
): Promise<RecordOf<typeof JoinRequest>> {
  await ctx.sql`SELECT id FROM identity.join_request WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const request = await ctx.records(JoinRequest).get(id)
  if (request.status !== 'waiting') throw ctx.error('decided', { status: request.status })
  return request
}
