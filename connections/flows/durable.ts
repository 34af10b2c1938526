import { createHash } from 'node:crypto'
import { LeaseLost, StepError, Suspended } from './classify.ts'
import type { StepContext } from './define-step.ts'
import type { Node } from './program.ts'
import type { Walk } from './walk.ts'

/** What a step with an effect may ask for: its key, its rows, its waits. */
export function durably(
  walked: Walk,
  node: Node,
  path: string,
): Pick<StepContext, 'key' | 'intend' | 'done' | 'wait' | 'progress' | 'keep'> {
  const { journal, claim } = walked
  const kind = node.kind.kind
  return {
    get key() {
      return keyOf(claim.keys_of ?? claim.id, path)
    },
    async intend(harmless) {
      const row = journal.at(path)
      if (row?.state === 'intent' && !harmless)
        throw new StepError(
          'uncertain',
          'Nobody knows whether this happened: the server stopped in its midst.',
          path,
        )
      await journal.write({ path, kind, state: 'intent', attempt: row?.attempt ?? 1 })
    },
    async done(session, output) {
      if (!(await journal.writeIn(session.sql, { path, kind, state: 'done', attempt: 1, output })))
        throw new LeaseLost()
    },
    async wait({ due, event, open, at }) {
      const place = at === undefined ? path : `${path}/${at}`
      const row = journal.at(place)
      if (row?.state === 'done') return { kind: 'answer', output: row.output }
      if (row?.state !== 'open')
        await journal.open(
          { path: place, kind, ...(due ? { due_at: due } : {}), ...(event ? { event } : {}) },
          open,
        )
      const until = row?.state === 'open' && row.due_at ? new Date(row.due_at) : due
      if (until && until.getTime() <= Date.now()) return { kind: 'due' }
      throw new Suspended(until)
    },
    progress: () => journal.at(`${path}/`)?.output,
    keep: (progress, forget) =>
      journal.write(
        { path: `${path}/`, kind, state: 'intent', attempt: 1, output: progress },
        forget,
      ),
  }
}

/** At most 100 characters, as idempotency keys may have. */
export const keyOf = (run: string, path: string): string =>
  `${run}.${createHash('sha256').update(path).digest('base64url').slice(0, 27)}`
