import type { FastifyInstance } from 'fastify'
import { fail } from '#kernel'
import { type Door, isOperator } from '#interface/door'
import type { HttpOptions } from './options.ts'

/** Ready means that the database answers; a probe that waits longer than this is told no. */
const PROBE_MS = 2_000

export function mountHealth(
  app: FastifyInstance,
  door: Door,
  { startedAt = Date.now(), warnings = [] }: HttpOptions,
): void {
  app.get('/healthz', async (_request, reply) => {
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(
      () =>
        late.reject(
          fail('unavailable', 'The database does not answer.', 'Look at ./tenon doctor.'),
        ),
      PROBE_MS,
    )
    try {
      await Promise.race([door.kernel.database.system`SELECT 1`, late.promise])
    } catch {
      throw fail('unavailable', 'The database does not answer.', 'Look at ./tenon doctor.')
    } finally {
      clearTimeout(timer)
    }
    return reply.header('cache-control', 'no-store').send({
      status: 'ready',
      started_at: new Date(startedAt).toISOString(),
      ...(warnings.length ? { warnings } : {}),
    })
  })
  app.get('/metrics', async (request, reply) => {
    // How busy a company is, is nobody's business outside; a scraper sits in the same network.
    const forwarded =
      request.headers['x-forwarded-for'] !== undefined &&
      request.ip === request.socket.remoteAddress
    if (!isOperator(request.raw) && (forwarded || !isPrivate(request.ip))) {
      throw fail(
        'forbidden',
        'Figures are shown to the own network only.',
        'Scrape from the same machine or a private network.',
      )
    }
    const text = door.metrics.text() + (await jobs(door))
    return reply
      .header('cache-control', 'no-store')
      .type('text/plain; version=0.0.4; charset=utf-8')
      .send(text)
  })
}

/** The only queue lies in the database, so its figures are asked there. */
async function jobs({ kernel }: Door): Promise<string> {
  const [counts = {}] = await kernel.database
    .system`SELECT due, waiting, dead FROM kernel.job_counts()`
  const lines = Object.entries(counts).map(
    ([state, count]) => `tenon_jobs{state="${state}"} ${String(count)}`,
  )
  return [
    '# HELP tenon_jobs Jobs in the queue: due now, waiting for their time, set aside as dead.',
    '# TYPE tenon_jobs gauge',
    ...lines,
    '',
  ].join('\n')
}

const isPrivate = (address: string | undefined): boolean =>
  address !== undefined &&
  /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)|^::1$|^f[cd]|^fe80:/i.test(
    address,
  )
