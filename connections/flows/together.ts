import { isSignal, Leap, StepError, stepError, Suspended } from './classify.ts'

export interface Settled {
  readonly output?: unknown
  readonly error?: StepError
  readonly leap?: 'break' | 'continue'
}

/**
 * Side by side, `width` at once. Those that wait do not hold up the others; the run then sleeps until the
 * first of them is due. After a failure nothing new begins, unless one wants to keep going.
 */
export async function together<I>(
  items: readonly I[],
  width: number,
  work: (item: I, index: number) => Promise<unknown>,
  keepGoing: boolean,
): Promise<Settled[]> {
  const settled: Settled[] = Array.from({ length: items.length }, () => ({}))
  const sleeping: Suspended[] = []
  let next = 0
  let signal: unknown
  let failed: StepError | undefined
  let broken = false
  const worker = async (): Promise<void> => {
    while (next < items.length && signal === undefined && !broken && (keepGoing || !failed)) {
      const index = next++
      try {
        settled[index] = { output: await work(items[index]!, index) }
      } catch (error) {
        if (error instanceof Suspended) sleeping.push(error)
        else if (error instanceof Leap) {
          settled[index] = { leap: error.kind }
          broken ||= error.kind === 'break'
        } else if (isSignal(error)) signal = error
        else settled[index] = { error: (failed = stepError(error, '')) }
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker))
  if (signal !== undefined) throw signal as Error
  if (failed && !keepGoing) throw failed
  if (sleeping.length) throw soonest(sleeping)
  return settled
}

function soonest(sleeping: readonly Suspended[]): Suspended {
  const due = sleeping.flatMap((each) => (each.due ? [each.due.getTime()] : []))
  const parked = sleeping.find((each) => each.parked !== undefined)?.parked
  return new Suspended(due.length ? new Date(Math.min(...due)) : undefined, parked)
}
