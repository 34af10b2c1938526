import type { Kernel } from '#kernel'
import { KEEP_DAYS_MIN, KEEP_DONE_DAYS, KEEP_FAILED_DAYS } from './settings.ts'

const EVERY_MS = 600_000
/** Rows of one kind in one statement: short enough that nobody waits for it. */
const PIECE = 2_000
/** Statements in one go; what is left waits for the next. */
const PIECES_MAX = 200

/** Deletes what every organisation's retention has outlived; answers how many rows went, journals not counted. */
export async function sweep({ database }: Pick<Kernel, 'database'>): Promise<number> {
  let all = 0
  for (let piece = 0; piece < PIECES_MAX; piece++) {
    const [row] = await database.system<{ gone: number }>`
      SELECT flows.sweep(${PIECE}, ${KEEP_DONE_DAYS}, ${KEEP_FAILED_DAYS}, ${KEEP_DAYS_MIN}) AS gone`
    all += row!.gone
    if (row!.gone === 0) break
  }
  return all
}

/** A chore of the server, not of an organisation: the function beneath crosses organisations. */
export function startSweeping(kernel: Kernel): Disposable {
  const timer = setInterval(() => {
    sweep(kernel).then(
      (gone) => gone && kernel.log.info({ gone }, 'runs outlived their retention'),
      (error: unknown) =>
        kernel.log.warn({ error: String(error) }, 'old runs were not swept; it is tried again'),
    )
  }, EVERY_MS)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
