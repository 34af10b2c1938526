import { conflict, type Context, type RecordOf } from '#kernel'
import { JoinRequest } from './entities.ts'

export const decided = conflict('This has been decided already.', 'Look at the request again.')

/** Locked, so that two who decide at once do not both. */
export async function waitingRequest(ctx: Pick<Context<{ decided: typeof decided }, any>, 'records' | 'sql' | 'org' | 'error'>, id: string): Promise<RecordOf<typeof JoinRequest>> { // oxlint-disable-line typescript/no-explicit-any -- whatever it emits
  await ctx.sql`SELECT id FROM identity.join_request WHERE org = ${ctx.org} AND id = ${id} FOR UPDATE`
  const request = await ctx.records(JoinRequest).get(id)
  if (request.status !== 'waiting') throw ctx.error('decided', { status: request.status })
  return request
}
