import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 20_000

/** Waits for a condition; `otherwise` says what was missing. */
export async function until(
  done: () => boolean | Promise<boolean>,
  otherwise: () => string,
  patienceMs = PATIENCE_MS,
): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!(await done())) {
    if (Date.now() > deadline) assert.fail(otherwise())
    await sleep(5)
  }
}
