import { TenonError, type BaseContext } from '#kernel'
import { signed } from '#connections/signing'
import type { CloudEvent } from './cloud-event.ts'

/** Standard Webhooks asks for 15 to 30 s. */
const TIMEOUT_MS = 15_000
/** Nobody reads what a receiver answers beyond its status. */
const ANSWER_MAX = 64 * 1024

/** What the other side did with it. */
export interface Answer {
  readonly status?: number
  readonly error?: string
  readonly took_ms: number
  readonly retry_after_s?: number
}

/** Never throws: that nobody answered is an answer too. */
export async function send(
  ctx: BaseContext,
  url: string,
  secrets: readonly string[],
  event: CloudEvent,
): Promise<Answer> {
  const body = JSON.stringify(event)
  const started = performance.now()
  const took = () => Math.round(performance.now() - started)
  try {
    const { status, headers } = await ctx.egress.fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/cloudevents+json; charset=utf-8',
        'user-agent': 'Tenon-Webhooks/1',
        ...signed(secrets, event.id, body),
      },
      body,
      timeoutMs: TIMEOUT_MS,
      bytesMax: ANSWER_MAX,
    })
    const after = Number(headers['retry-after'] ?? Number.NaN)
    return {
      status,
      took_ms: took(),
      ...(Number.isFinite(after) ? { retry_after_s: Math.min(Math.max(after, 0), 86_400) } : {}),
    }
  } catch (error) {
    const says = error instanceof TenonError ? error.message : 'The other side could not be asked.'
    return { error: says.slice(0, 300), took_ms: took() }
  }
}
