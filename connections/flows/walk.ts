import type { Actor, Kernel } from '#kernel'
import { answerAddress } from './answer-address.ts'
import { isSignal, Leap, LeaseLost, RETRIED, stepError, StepError, Suspended } from './classify.ts'
import type { Calendar } from './calendar.ts'
import type { Claim } from './claims.ts'
import type { StepContext } from './define-step.ts'
import { durably } from './durable.ts'
import type { Journal } from './journal.ts'
import { parkedOn } from './parked.ts'
import { workdaysOf } from './settings.ts'
import type { Block, Node, Program } from './program.ts'

/** Everything one walk through a flow needs. */
export interface Walk {
  readonly kernel: Kernel
  readonly program: Program
  readonly claim: Claim
  readonly journal: Journal
  readonly accounts: Readonly<Record<string, string>>
  readonly now: Date
  readonly zone: string
  readonly owner: () => Promise<Actor>
  /** Another flow's version, for a step that runs it. */
  readonly programFor?: (flow: string, version: number) => Promise<Program>
  /** Told of every step that ran, was skipped or failed; for tests and for looking at a run. */
  readonly trace?: (seen: Seen) => void
  /** Nothing durable happens: what is pinned is taken. `look`: what the journal holds, and it ends where that ends. */
  readonly dry?: boolean | 'look'
  /** Of a test: which days the organisation works. */
  readonly workdays?: Calendar
  /** Outputs by step id, over those of the definition. */
  readonly pinned?: Readonly<Record<string, unknown>> | undefined
  /** Aborted when the lease is lost or the server stops. */
  readonly signal?: AbortSignal
  /** Steps left before it counts as running away. */
  left: number
  turn: number
}

export interface Seen {
  readonly path: string
  readonly kind: string
  readonly state: 'done' | 'failed' | 'skipped' | 'waiting'
  readonly input?: unknown
  readonly output?: unknown
  readonly error?: { readonly class: string; readonly message: string }
  readonly ms: number
}

interface Frame {
  readonly scope: Record<string, unknown> & {
    steps: Record<string, unknown>
    vars: Record<string, unknown>
  }
  readonly prefix: string
}

/** A walk that does not hand the thread back would hold up everybody else's calls. */
const TURN_MS = 4
/** Longer pauses between tries let the run sleep in the database. */
const NAP_MS_MAX = 2_000
/** Steps of one stretch of a run; a loop without end stops here. */
export const STEPS_AT_ONCE = 50_000_000

export async function walk(walked: Walk): Promise<unknown> {
  const { program, claim } = walked
  const frame: Frame = {
    scope: {
      trigger: claim.input,
      steps: { ...walked.pinned },
      vars: { ...program.flow.variables },
      flow: { id: claim.flow, title: program.flow.title, version: claim.version },
      run: aboutRun(walked),
    },
    prefix: '',
  }
  try {
    return await runBlock(walked, program.block, frame)
  } catch (error) {
    if (error instanceof Leap) throw new StepError('data', error.message)
    throw error
  }
}

/** `run.answer` is where the outside answers a wait: the step's path comes after it. */
function aboutRun({ claim, now, kernel }: Walk): object {
  return {
    id: claim.id,
    started_at: now.toISOString(),
    get answer() {
      return answerAddress(kernel, claim)
    },
  }
}

async function runBlock(walked: Walk, block: Block, frame: Frame): Promise<unknown> {
  let last: unknown = null
  for (const node of block.nodes) {
    // A step of a pure kind answers at once: nothing is awaited for it.
    const output = runNode(walked, node, frame)
    const value = output instanceof Promise ? await output : output
    if (value === SKIPPED) continue
    frame.scope.steps[node.id] = value
    last = value
  }
  return last
}
const SKIPPED = Symbol('skipped')

function runNode(walked: Walk, node: Node, frame: Frame): unknown {
  const path = `${frame.prefix}${node.id}`
  if (--walked.left < 0) throw new StepError('bug', 'The run takes too many steps.', path)
  const started = walked.trace ? performance.now() : 0
  try {
    if (node.when && node.when.of(frame.scope, walked) !== true) {
      walked.trace?.({ path, kind: node.kind.kind, state: 'skipped', ms: 0 })
      return SKIPPED
    }
    const pinned = walked.dry === true ? (walked.pinned?.[node.id] ?? node.pinned) : undefined
    if (pinned !== undefined) {
      walked.trace?.({ path, kind: node.kind.kind, state: 'done', output: pinned, ms: 0 })
      return pinned
    }
    if (node.effect === 'pure' && !node.retry && !walked.trace) {
      const output = node.kind.run(
        node.config(frame.scope, walked),
        context(walked, node, frame, path),
      )
      return output instanceof Promise
        ? output.catch((error: unknown) => raise(error, path))
        : (output ?? null)
    }
  } catch (error) {
    raise(error, path)
  }
  return tried(walked, node, frame, path, started)
}

function raise(error: unknown, path: string): never {
  throw isSignal(error) ? error : stepError(error, path)
}

/** With the step's retries, its journal and the trace. */
async function tried(
  walked: Walk,
  node: Node,
  frame: Frame,
  path: string,
  started: number,
): Promise<unknown> {
  await fairly(walked)
  let input: Record<string, unknown> | undefined
  /** Linked accounts that this try asked for. */
  const used: string[] = []
  const seen = (state: Seen['state'], more: Partial<Seen>): void =>
    walked.trace?.({
      path,
      kind: node.kind.kind,
      state,
      input: shownInput(node, input),
      ms: performance.now() - started,
      ...more,
    })
  try {
    const row = walked.journal.at(path)
    if (row?.state === 'done') {
      if (walked.trace) input = quietly(() => node.config(frame.scope, walked))
      seen('done', { output: row.output })
      return row.output
    }
    for (
      let attempt = row?.state === 'retry' ? row.attempt + 1 : (row?.attempt ?? 1);
      ;
      attempt++
    ) {
      if (row?.state === 'retry' && row.due_at && Date.parse(row.due_at) > Date.now())
        throw new Suspended(new Date(row.due_at))
      try {
        used.length = 0
        input = node.config(frame.scope, walked)
        const output = await attempted(walked, node, frame, path, input, attempt, used)
        seen('done', { output })
        return output
      } catch (error) {
        await again(walked, node, path, error, attempt, used)
      }
    }
  } catch (error) {
    if (error instanceof Suspended) seen('waiting', {})
    if (isSignal(error)) throw error
    const failed = stepError(error, path)
    seen('failed', { error: { class: failed.class, message: failed.message } })
    throw failed
  }
}

async function attempted(
  walked: Walk,
  node: Node,
  frame: Frame,
  path: string,
  input: Record<string, unknown>,
  attempt: number,
  used: string[],
): Promise<unknown> {
  const ctx = context(walked, node, frame, path, attempt, used)
  if (node.effect !== 'durable') return (await node.kind.run(input, ctx)) ?? null
  if (walked.dry === 'look' || (walked.dry && !node.kind.harmless))
    throw new StepError(
      'data',
      'In a test this step needs a pinned output: it has an effect.',
      path,
    )
  const output = (await node.kind.run(input, ctx)) ?? null
  if (walked.journal.at(path)?.state !== 'done')
    await walked.journal.write({ path, kind: node.kind.kind, state: 'done', attempt, output })
  return output
}

/** Decides whether a failed try is followed by another; throws when not. */
async function again(
  walked: Walk,
  node: Node,
  path: string,
  error: unknown,
  attempt: number,
  used: readonly string[],
): Promise<void> {
  if (isSignal(error)) throw error
  const failed = stepError(error, path)
  if (failed.class === 'auth' && node.effect === 'durable' && !walked.dry) {
    const parked = await parkedOn(walked.kernel, await walked.owner(), failed, used)
    const row = { path, kind: node.kind.kind, state: 'retry' as const, failed }
    // It does not count as a try.
    if (parked) await walked.journal.write({ ...row, attempt: attempt - 1 })
    if (parked) throw parked
  }
  const { retry } = node
  const wanted = retry && attempt <= retry.times && (retry.on ?? RETRIED).includes(failed.class)
  if (!wanted || walked.dry) {
    if (node.effect === 'durable')
      await walked.journal.write({ path, kind: node.kind.kind, state: 'failed', attempt, failed })
    throw failed
  }
  const pause = Math.max(retry.pauseMs * (retry.factor ?? 2) ** (attempt - 1), failed.afterMs ?? 0)
  if (pause <= NAP_MS_MAX && node.effect !== 'durable') {
    await new Promise((resolve) => setTimeout(resolve, pause))
    return
  }
  const due = new Date(Date.now() + pause)
  await walked.journal.write({
    path,
    kind: node.kind.kind,
    state: 'retry',
    attempt,
    failed,
    due_at: due,
  })
  if (pause > NAP_MS_MAX) throw new Suspended(due)
  await new Promise((resolve) => setTimeout(resolve, pause))
}

/** Long stretches of pure steps hand the thread back now and then, and notice that the run was taken away. */
async function fairly(walked: Walk): Promise<void> {
  const now = performance.now()
  if (now - walked.turn < TURN_MS) return
  await new Promise(setImmediate)
  walked.turn = performance.now()
  if (walked.signal?.aborted) throw new LeaseLost()
}

function context(
  walked: Walk,
  node: Node,
  frame: Frame,
  path: string,
  attempt = 1,
  used: string[] = [],
): StepContext {
  const { scope } = frame
  const inside = (at: string) => `${path}/${at}/`
  return {
    kernel: walked.kernel,
    path,
    id: node.id,
    attempt,
    claim: walked.claim,
    now: walked.now,
    dry: walked.dry !== undefined && walked.dry !== false,
    owner: walked.owner,
    account: (alias) => {
      const chosen = walked.accounts[alias]
      if (!chosen) throw new StepError('auth', `No account is chosen for “${alias}”.`, path)
      used.push(chosen)
      return chosen
    },
    value: (of, locals) => of.of(locals ? { ...scope, ...locals } : scope, walked),
    block: (block, at, locals) =>
      runBlock(walked, block, {
        prefix: inside(at),
        scope: locals ? ({ ...scope, ...locals } as Frame['scope']) : scope,
      }),
    apart: (block, at, locals, vars = 'own') =>
      runBlock(walked, block, {
        prefix: inside(at),
        scope: {
          ...scope,
          ...locals,
          steps: { ...scope.steps },
          vars: vars === 'own' ? { ...scope.vars } : scope.vars,
        },
      }),
    setVariable: (name, value) => {
      if (!walked.program.flow.variables || !Object.hasOwn(walked.program.flow.variables, name))
        throw new StepError('data', `The flow has no variable ${name}.`, path)
      scope.vars[name] = value
    },
    zone: walked.zone,
    workdays: async () => walked.workdays ?? workdaysOf(walked.kernel, walked.claim.org),
    programFor: (flow, version) => walked.programFor!(flow, version),
    has: (step) => Object.hasOwn(scope.steps, step),
    vars: scope.vars,
    ...durably(walked, node, path, scope),
  }
}

function shownInput(node: Node, input: Record<string, unknown> | undefined): unknown {
  if (!input || node.kind.effect === 'control') return undefined
  return input
}

function quietly<V>(work: () => V): V | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
