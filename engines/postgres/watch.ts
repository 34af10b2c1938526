import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import { isPostmaster, readPostmaster } from './postmaster.ts'
import { startPostgres, type StartOptions } from './start.ts'

/** How soon a dead database is noticed; looking costs two system calls. */
const LOOK_MS = 250
/** A database that will not start (a full disk) is tried again after this, for as long as we serve. */
const AGAIN_MS = 2_000

/**
 * Starts the embedded PostgreSQL again when it ends under a running server (killed for memory, by
 * mistake): same socket, same secrets, so the pool finds it by itself and nobody has to do anything.
 */
export function watchPostgres(options: StartOptions): AsyncDisposable {
  const cluster = join(realpathSync(options.dataDir), 'cluster')
  const log = options.log ?? (() => {})
  let timer: NodeJS.Timeout | undefined
  let starting: Promise<void> | undefined
  let stopped = false

  const look = (): void => {
    const found = readPostmaster(cluster)
    if (found && isPostmaster(found.pid, cluster)) return next(LOOK_MS)
    log('PostgreSQL ended by itself: starting it again')
    starting = startPostgres(options).then(
      () => next(LOOK_MS),
      (error: unknown) => {
        log(String(error))
        next(AGAIN_MS)
      },
    )
  }
  const next = (ms: number): void => {
    if (!stopped) timer = setTimeout(look, ms).unref()
  }
  next(LOOK_MS)
  return {
    async [Symbol.asyncDispose]() {
      stopped = true
      clearTimeout(timer)
      await starting
    },
  }
}
