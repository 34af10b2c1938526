import type { Kernel } from '#kernel'
import { KEEP_DAYS, KEEP_DAYS_MIN } from './settings.ts'

const SWEEP_EVERY_MS = 3_600_000
/** Entries of one organisation in one statement: short enough that nobody waits for it. */
const PIECE = 5000
/** Pieces in one go; what is left waits for the next hour. */
const PIECES_MAX = 200

/** Deletes what every organisation's retention has outlived. Answers how many entries went. */
export async function sweepEntries({ database }: Pick<Kernel, 'database'>): Promise<number> {
  let all = 0
  for (let piece = 0; piece < PIECES_MAX; piece++) {
    const [row] = await database.system<{ gone: number }>`
      SELECT audit.sweep(${PIECE}, ${KEEP_DAYS}, ${KEEP_DAYS_MIN})::int AS gone`
    all += row!.gone
    if (row!.gone === 0) break
  }
  return all
}

/** A wall-clock chore of the server, not of an organisation: the functions beneath cross organisations. */
export async function startSweeping(kernel: Kernel): Promise<AsyncDisposable> {
  const sweep = async () => {
    const gone = await sweepEntries(kernel)
    if (gone) kernel.log.info({ gone }, 'log entries outlived their retention')
  }
  const timer = setInterval(() => {
    sweep().catch((error: unknown) =>
      kernel.log.warn({ error }, 'the log was not swept; it is tried again'),
    )
  }, SWEEP_EVERY_MS)
  timer.unref()
  return { [Symbol.asyncDispose]: async () => clearInterval(timer) }
}
