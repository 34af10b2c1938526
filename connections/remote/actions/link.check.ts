import { defineAction, T, TenonError } from '#kernel'
import { ask } from '../ask.ts'
import { readyLink } from '../store.ts'
import { noteHealth } from './link.note.ts'

/** Asked whether it is well, a server answers at once or is not well. */
const HEALTH_MS = 5000

export const checkLink = defineAction({
  id: 'remote.link.check',
  kind: 'command',
  effect: 'outside',
  title: 'Ask a vendor’s server whether it is well',
  description: 'Asked by itself every minute; the answer stands beside the software.',
  input: T.Object({ link: T.Id({ title: 'Software' }) }, { additionalProperties: false }),
  output: T.Object({ health: T.String(), error: T.Optional(T.String()) }),
  silent: 'a change is told as remote.link.health_changed',
  subject: 'link',
  scope: 'remote.manage',
  idempotent: true,
  ratePerMinute: 60,
}).run(async ({ link: id }, ctx) => {
  const link = await readyLink(ctx.sql, ctx.secrets, ctx.org, id)
  if (!link) return { health: 'unknown' }
  const asked = performance.now()
  const error = await wrongWith(async () => {
    const { health } = link.manifest.endpoints
    if (health)
      await ask(
        ctx.egress,
        link,
        health,
        { installation: id },
        { timeoutMs: HEALTH_MS, again: false },
      )
    else {
      const { status } = await ctx.egress.fetch(link.origin, { timeoutMs: HEALTH_MS })
      if (status >= 500)
        throw new TenonError('status', { kind: 'unavailable', message: `status ${status}` })
    }
  })
  const health = error === undefined ? ('ok' as const) : ('failing' as const)
  const latency = Math.round(performance.now() - asked)
  await ctx.call(noteHealth, {
    link: id,
    health,
    ...(error ? { error } : { latency_ms: latency }),
  })
  return { health, ...(error ? { error } : {}) }
})

async function wrongWith(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work()
    return undefined
  } catch (error) {
    return error instanceof TenonError ? error.message : 'It could not be asked.'
  }
}
