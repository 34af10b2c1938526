import type { Kernel } from '#kernel'
import { isSignal, StepError, stepError, Suspended } from './classify.ts'
import type { Claim } from './claims.ts'
import { makeJournal } from './journal.ts'
import { zoneOf } from './zone.ts'
import type { Program } from './program.ts'
import { jsonWithin } from './size.ts'
import { walk, type Walk } from './walk.ts'

/** How a stretch of a run ended. */
export type Outcome =
  | { readonly state: 'done'; readonly output: string }
  | { readonly state: 'failed'; readonly error: StepError }
  | {
      readonly state: 'waiting'
      readonly due: Date | undefined
      readonly parked?: string | undefined
    }

const OUTPUT_MAX = 1_000_000

/** Signals pass; everything else is an outcome. */
export async function outcomeOf(walked: Walk): Promise<Outcome> {
  try {
    const output = await walk(walked)
    return { state: 'done', output: jsonWithin(output, OUTPUT_MAX, '') }
  } catch (error) {
    if (error instanceof Suspended)
      return { state: 'waiting', due: error.due, parked: error.parked }
    if (isSignal(error)) throw error
    return { state: 'failed', error: stepError(error, '') }
  }
}

/** Steps that are done within the transaction that stores the run; a longer run goes to the engine. */
const AT_ONCE_MAX = 1_000

/**
 * A flow without effects is finished where it is stored: one insert and nothing else. `undefined` when
 * it turns out to be long.
 */
export async function atOnce(program: Program, claim: Claim): Promise<Outcome | undefined> {
  if (!program.block.pure) return undefined
  const walked = walkOf(undefined, program, claim, AT_ONCE_MAX)
  const outcome = await outcomeOf(walked)
  return walked.left < 0 ? undefined : outcome
}

/** A walk in which nothing durable can happen: to finish a pure run, or to look at one. */
export function walkOf(
  kernel: Kernel | undefined,
  program: Program,
  claim: Claim,
  left: number,
): Walk {
  return {
    // A pure step never asks for it.
    kernel: kernel as Kernel,
    program,
    claim,
    journal: makeJournal(undefined, claim, [], unwritten),
    accounts: {},
    now: new Date(claim.started_at),
    zone: zoneOf(program),
    owner: unwritten,
    left,
    turn: performance.now(),
  }
}

function unwritten(): never {
  throw new StepError('bug', 'A step without an effect asked for one.')
}
