import { defineAction, T, TenonError, type ErrorKind } from '#kernel'
import { Source } from '../entities.ts'
import { send } from '../http/send.ts'
import type { Operation, Plan } from '../plan.ts'
import { withDatabase } from '../sql/database.ts'

export const checkSource = defineAction({
  id: 'imports.source.check',
  kind: 'query',
  effect: 'outside',
  title: 'Ask whether an imported interface answers',
  description:
    'Signs in at the database, or asks the first operation that only reads and needs nothing, with the linked account that is set.',
  input: T.Object({ source: T.Id({ title: 'Import' }) }, { additionalProperties: false }),
  output: T.Object({
    /** `unasked`: every operation needs something, or changes something. */
    state: T.Enum(['ok', 'failing', 'unasked']),
    /** What was asked. */
    asked: T.Optional(T.String()),
    took_ms: T.Optional(T.Integer()),
    error: T.Optional(T.String()),
    code: T.Optional(T.String()),
  }),
  subject: 'source',
  scope: 'imports.manage',
  ratePerMinute: 60,
}).run(async ({ source: id }, ctx) => {
  const { plan: kept, title, server, account } = await ctx.records(Source).get(id)
  const { sql, operations } = kept as Plan
  const begun = performance.now()
  const asking = operations.find(
    ({ kind, input }) => kind === 'query' && !(input['required'] as string[] | undefined)?.length,
  )
  if (!sql && !asking) return { state: 'unasked' as const }
  const answered = () => ({
    state: 'ok' as const,
    ...(asking ? { asked: asking.key } : {}),
    took_ms: Math.round(performance.now() - begun),
  })
  const { map: _map, ...plain } = asking ?? {}
  try {
    if (sql)
      await withDatabase(
        ctx.egress,
        { account: account ?? '', dialect: sql.dialect, title },
        'read',
        (database) => database.read('SELECT 1'),
      )
    else
      await send(
        ctx.egress,
        plain as Operation,
        { title, server, account, now: ctx.now },
        asking?.paging ? { limit: 1 } : {},
      )
  } catch (error) {
    if (!(error instanceof TenonError)) throw error
    // Who says what is wrong with a question is there.
    if (ANSWERS.includes(error.kind)) return answered()
    return {
      state: 'failing' as const,
      ...(asking ? { asked: asking.key } : {}),
      error: error.message.slice(0, 400),
      code: error.code,
    }
  }
  return answered()
})

const ANSWERS: readonly ErrorKind[] = ['invalid', 'notFound', 'conflict', 'limited']
