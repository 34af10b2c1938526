import { createHash } from 'node:crypto'
import type { Sql } from '#kernel'
import type { Scope } from '#connections/expressions'
import { askOwner } from './ask-owner.ts'
import { LeaseLost, ours, StepError, Suspended } from './classify.ts'
import type { Answered, StepContext, Waiting } from './define-step.ts'
import { lookBack } from './look-back.ts'
import { probe } from './probe.ts'
import type { Node } from './program.ts'
import type { Walk } from './walk.ts'

type Durably = Pick<
  StepContext,
  'key' | 'intend' | 'done' | 'wait' | 'openIn' | 'opened' | 'progress' | 'keep'
>

/** What a step with an effect may ask for: its key, its rows, its waits. */
export function durably(walked: Walk, node: Node, path: string, scope: Scope): Durably {
  const { journal, claim } = walked
  const kind = node.kind.kind
  const openIn = async (session: { readonly sql: Sql }, due?: Date): Promise<void> => {
    const row = { path, kind, state: 'open' as const, attempt: 1, ...(due ? { due_at: due } : {}) }
    if (!(await journal.writeIn(session.sql, row))) throw new LeaseLost()
  }
  return {
    get key() {
      return keyOf(claim.keys_of ?? claim.id, path)
    },
    openIn,
    opened: () => ['open', 'done'].includes(journal.at(path)?.state ?? ''),
    async intend(harmless) {
      const row = journal.at(path)
      if (row?.state === 'intent' && !harmless) {
        const found = await probe(walked, node, keyOf(claim.keys_of ?? claim.id, path), scope)
        if (found?.happened) return found
        const said = found ? 'again' : await askOwner(walked, path, node.id)
        if (said === 'happened') return { happened: true }
        if (said === 'stop')
          throw new StepError('uncertain', 'Nobody knows whether this happened.', path)
      }
      await journal.write({ path, kind, state: 'intent', attempt: row?.attempt ?? 1 })
      return 'go'
    },
    async done(session, output) {
      if (!(await journal.writeIn(session.sql, { path, kind, state: 'done', attempt: 1, output })))
        throw new LeaseLost()
    },
    wait: (waiting) => wait(walked, kind, path, waiting),
    progress: () => journal.at(`${path}/`)?.output,
    keep: (progress, forget) =>
      journal.write(
        { path: `${path}/`, kind, state: 'intent', attempt: 1, output: progress },
        forget,
      ),
  }
}

async function wait(
  { journal, kernel, claim }: Walk,
  kind: string,
  path: string,
  { due, event, open, at }: Waiting,
): Promise<Answered> {
  const place = at === undefined ? path : `${path}/${at}`
  const row = journal.at(place)
  if (row?.state === 'done') return { kind: 'answer', output: row.output }
  if (row?.state !== 'open') {
    const draft = {
      path: place,
      kind,
      ...(due ? { due_at: due } : {}),
      ...(event ? { event } : {}),
    }
    await journal.open(draft, open)
    if (event && (await ours(() => lookBack(kernel, claim, place, event))))
      throw new Suspended(new Date())
  }
  const until = row?.state === 'open' && row.due_at ? new Date(row.due_at) : due
  if (until && until.getTime() <= Date.now()) return { kind: 'due' }
  throw new Suspended(until)
}

/** At most 100 characters, as idempotency keys may have. */
export const keyOf = (run: string, path: string): string =>
  `${run}.${createHash('sha256').update(path).digest('base64url').slice(0, 27)}`
