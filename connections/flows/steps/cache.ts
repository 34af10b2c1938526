import { T, type Sql } from '#kernel'
import { spanMs } from '#connections/expressions'
import { StepError } from '../classify.ts'
import { anything, defineStep, type StepContext } from '../define-step.ts'
import { oneOf, textOf } from '../given.ts'
import { jsonWithin } from '../size.ts'
import { keyOf, SPACES, spaceOf } from '../space.ts'

const DOES = ['get', 'put', 'forget'] as const
const VALUE_MAX = 64_000
/** Of one organisation; the oldest go first. */
const KEPT_MAX = 10_000
const TTL_MS_MAX = 31 * 86_400_000

export const cache = defineStep({
  kind: 'cache',
  title: 'Cache',
  description:
    'Keeps a value under a key for later runs, finds it again, or forgets it. What is kept may be gone before its time when there is too much.',
  effect: 'durable',
  schema: T.Object({
    do: T.Enum(DOES, { title: 'What' }),
    key: T.String({ title: 'Key' }),
    value: T.Optional(anything({ title: 'Value' })),
    for: T.Optional(
      T.String({ title: 'For', description: 'A span such as 10m or 1d; at most 31d.' }),
    ),
    shared: T.Optional(
      T.Enum(SPACES.slice(0, 2) as ['flow', 'owner'], { title: 'Shared with', default: 'flow' }),
    ),
  }),
  async run({ do: what, key: given, value = null, for: span = '1h', shared = 'flow' }, ctx) {
    const { org } = ctx.claim
    const space = spaceOf(shared === ('organisation' as string) ? '' : shared, ctx.claim)
    const key = keyOf(given)
    const verb = oneOf(what, DOES, 'What')
    const text = jsonWithin(value, VALUE_MAX, ctx.path)
    const ttl = ttlOf(span, ctx)
    return ctx.kernel.database.transaction(org, async (session) => {
      const output = await does[verb](session.sql, { org, space, key, text, ttl })
      await ctx.done(session, output)
      return output
    })
  },
})

interface Asked {
  readonly org: string
  readonly space: string
  readonly key: string
  readonly text: string
  readonly ttl: number
}

const does = {
  async get(sql: Sql, { org, space, key }: Asked) {
    const [row] = await sql<{ value: unknown }>`
      SELECT value FROM flows.kept WHERE org = ${org} AND space = ${space} AND key = ${key} AND expires_at > clock_timestamp()`
    return row ? { found: true, value: row.value } : { found: false, value: null }
  },
  async put(sql: Sql, { org, space, key, text, ttl }: Asked) {
    const [row] = await sql<{ expires_at: string; fresh: boolean }>`
      INSERT INTO flows.kept AS k (org, space, key, value, expires_at) VALUES (${org}, ${space}, ${key}, ${text}::jsonb, clock_timestamp() + ${ttl} * interval '1 ms')
      ON CONFLICT (org, space, key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at, at = clock_timestamp()
      RETURNING expires_at, xmax = 0 AS fresh`
    if (row!.fresh) await makeRoom(sql, org)
    return { until: new Date(row!.expires_at).toISOString() }
  },
  async forget(sql: Sql, { org, space, key }: Asked) {
    const rows = await sql`
      DELETE FROM flows.kept WHERE org = ${org} AND space = ${space} AND key = ${key} AND expires_at > clock_timestamp() RETURNING 1`
    return { forgotten: rows.length > 0 }
  },
}

/** What is out of date goes, and of the rest the oldest. */
async function makeRoom(sql: Sql, org: string): Promise<void> {
  const [row] = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM flows.kept WHERE org = ${org}`
  if (row!.count <= KEPT_MAX) return
  await sql`
    DELETE FROM flows.kept WHERE org = ${org} AND (expires_at <= clock_timestamp() OR (space, key) IN (
      SELECT space, key FROM flows.kept WHERE org = ${org} ORDER BY at LIMIT ${row!.count - KEPT_MAX}))`
}

function ttlOf(span: unknown, ctx: StepContext): number {
  const ttl = spanMs(textOf(span, 'How long', 40), new Date(), ctx.zone)
  if (ttl <= 0 || ttl > TTL_MS_MAX)
    throw new StepError('data', 'A value is kept for 31 days at most.')
  return ttl
}
