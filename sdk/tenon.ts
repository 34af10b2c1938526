import { randomUUID } from 'node:crypto'
import type { Parts } from './manifest.ts'
import { sign } from './sign.ts'
import type { Installation } from './vendor.ts'

/** Your way into one organisation: its actions with the rights it gave, and telling it what happened. */
export interface Tenon {
  /** Any action that the token may use: `tenon.call('directory.person.get', { person })`. */
  call<O = unknown>(action: string, input: object, key?: string): Promise<O>
  /** Facts, cards and to-dos. The same `id` is taken once, so a lost answer may be sent again. */
  push(parts: Parts, id?: string): Promise<void>
}

/** A refusal of Tenon's, as it came (RFC 9457). */
export class TenonProblem extends Error {
  override readonly name = 'TenonProblem'
  readonly status: number
  readonly code: string
  readonly fix: string
  constructor(status: number, problem: { detail?: string; code?: string; fix?: string }) {
    super(problem.detail ?? `Tenon answered ${status}`)
    this.status = status
    this.code = problem.code ?? 'unavailable'
    this.fix = problem.fix ?? ''
  }
}

const TIMEOUT_MS = 10_000
/** A push is repeated while Tenon is away, with pauses that double. */
const TRIES_MAX = 4
const PAUSE_MS = 250

export function makeTenon(installation: Installation): Tenon {
  return {
    async call(action, input, key) {
      const answer = await fetch(`${installation.tenon}/api/${action}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${installation.token ?? ''}`,
          ...(key ? { 'idempotency-key': key } : {}),
        },
        body: JSON.stringify(input),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      return (await read(answer)) as never
    },
    async push(parts, id = randomUUID()) {
      const body = JSON.stringify(parts)
      for (let attempt = 1; ; attempt++) {
        try {
          const answer = await fetch(installation.push, {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...sign(installation.secret, id, body) },
            body,
            signal: AbortSignal.timeout(TIMEOUT_MS),
          })
          await read(answer)
          return
        } catch (error) {
          const hopeless =
            error instanceof TenonProblem && error.status < 500 && error.status !== 429
          if (hopeless || attempt >= TRIES_MAX) throw error
          await new Promise((done) => setTimeout(done, PAUSE_MS * 2 ** attempt))
        }
      }
    },
  }
}

async function read(answer: Response): Promise<unknown> {
  const said = (await answer.json().catch(() => ({}))) as object
  if (!answer.ok) throw new TenonProblem(answer.status, said)
  return said
}
