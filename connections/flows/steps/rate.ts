import { T, type Sql } from '#kernel'
import { StepError } from '../classify.ts'
import { defineStep } from '../define-step.ts'
import { wholeOf } from '../given.ts'
import { keyOf, SPACES, spaceOf } from '../space.ts'

const DAY_S = 86_400

export const rate = defineStep({
  kind: 'rate',
  title: 'Rate limit',
  description:
    'Lets so many through in a time, over all runs and servers, and makes the others wait for their turn; or fails when the turn is too far off.',
  effect: 'durable',
  schema: T.Object({
    key: T.String({ title: 'Key' }),
    times: T.Integer({ title: 'Times', minimum: 1, maximum: 100_000 }),
    seconds: T.Integer({ title: 'In seconds', minimum: 1, maximum: DAY_S }),
    waitMs: T.Optional(T.Integer({ title: 'Wait at most', minimum: 0, maximum: DAY_S * 1000 })),
    shared: T.Optional(T.Enum(SPACES, { title: 'Shared with', default: 'flow' })),
  }),
  async run({ key: given, times, seconds, waitMs = DAY_S * 1000, shared = 'flow' }, ctx) {
    const { org } = ctx.claim
    const asked = {
      org,
      space: spaceOf(shared, ctx.claim),
      key: keyOf(given),
      times: wholeOf(times, 'How often', 1, 100_000),
      seconds: wholeOf(seconds, 'In how many seconds', 1, DAY_S),
      waitMs: wholeOf(waitMs, 'How long to wait', 0, DAY_S * 1000),
    }
    if (!ctx.opened())
      await ctx.kernel.database.transaction(org, async (session) => {
        await ctx.openIn(session, await turnOf(session.sql, asked))
      })
    // The turn stands in the step's row: after a crash it is the same one.
    await ctx.wait({})
    return { at: new Date().toISOString() }
  },
})

interface Asked {
  readonly org: string
  readonly space: string
  readonly key: string
  readonly times: number
  readonly seconds: number
  readonly waitMs: number
}

/** Each takes one place in line; as many as are let through at once may be that far ahead of the line. */
async function turnOf(sql: Sql, { org, space, key, times, seconds, waitMs }: Asked): Promise<Date> {
  const each = (seconds * 1000) / times
  const [row] = await sql<{ turn: string; now: string }>`
    INSERT INTO flows.pace AS p (org, space, key, next_at) VALUES (${org}, ${space}, ${key}, clock_timestamp() + ${each} * interval '1 ms')
    ON CONFLICT (org, space, key) DO UPDATE SET next_at = greatest(p.next_at, clock_timestamp()) + ${each} * interval '1 ms'
    RETURNING next_at - ${seconds * 1000} * interval '1 ms' AS turn, clock_timestamp() AS now`
  const [turn, now] = [new Date(row!.turn), new Date(row!.now)]
  const far = turn.getTime() - now.getTime()
  if (far > waitMs)
    throw new StepError('rate', `Its turn would be in ${Math.ceil(far / 1000)} s.`, '', far)
  return turn
}
