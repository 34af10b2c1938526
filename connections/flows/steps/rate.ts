import { T, type Sql } from '#kernel'
import { StepError } from '../classify.ts'
import { defineStep } from '../define-step.ts'
import { wholeOf } from '../given.ts'
import { keyOf, SPACES, spaceOf } from '../space.ts'

const DAY_S = 86_400
/** So many turns are remembered. */
const TIMES_MAX = 1_000

export const rate = defineStep({
  kind: 'rate',
  title: 'Rate limit',
  description:
    'Lets so many through in a time, over all runs and servers, and makes the others wait for their turn; or fails when the turn is too far off.',
  effect: 'durable',
  schema: T.Object({
    key: T.String({ title: 'Key' }),
    times: T.Integer({ title: 'Times', minimum: 1, maximum: TIMES_MAX }),
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
      times: wholeOf(times, 'How often', 1, TIMES_MAX),
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

/** In no stretch of so many seconds are there more turns than it says: each comes that long after the one so many before it. */
async function turnOf(sql: Sql, { org, space, key, times, seconds, waitMs }: Asked): Promise<Date> {
  await sql`INSERT INTO flows.pace (org, space, key) VALUES (${org}, ${space}, ${key}) ON CONFLICT DO NOTHING`
  const [row] = await sql<{ turns: number[]; now: number }>`
    SELECT ARRAY(SELECT (extract(epoch FROM t) * 1000)::float8 FROM unnest(turns) WITH ORDINALITY u(t, n) ORDER BY n) AS turns, (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS now
    FROM flows.pace WHERE org = ${org} AND space = ${space} AND key = ${key} FOR UPDATE`
  const now = Math.ceil(Number(row!.now))
  const before = row!.turns.map(Number).at(-times)
  const turn = Math.max(now, before === undefined ? 0 : Math.ceil(before) + seconds * 1000)
  if (turn - now > waitMs)
    throw new StepError(
      'rate',
      `Its turn would be in ${Math.ceil((turn - now) / 1000)} s.`,
      '',
      turn - now,
    )
  const kept = [...row!.turns.map(Number), turn].map((each) => new Date(each).toISOString())
  await sql`
    UPDATE flows.pace SET turns = ${kept.slice(-times)}::timestamptz[], at = clock_timestamp() WHERE org = ${org} AND space = ${space} AND key = ${key}`
  return new Date(turn)
}
