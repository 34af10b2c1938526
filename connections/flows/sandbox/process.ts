import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { fileURLToPath } from 'node:url'
import { LIMITS, type Answer, type Job } from './limits.ts'

/** By the clock, for scripts that get the processor rarely or are stuck where nobody can ask them. */
const SLOWER = LIMITS.slowness + 1
const GRACE_MS = 1_000
/** What the process around the interpreter may keep for itself. */
const HEAP_MB = 96
/** Reads its own code and nothing else; no network in its hands, no environment, no other process. */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url))

/** A process that runs scripts, one at a time, at the lowest priority: what it takes, others do not miss. */
export class ScriptProcess {
  #child: ChildProcess | undefined
  #ready: Promise<unknown> = Promise.resolve()

  async run(job: Job): Promise<Answer> {
    const child = this.#alive()
    await this.#ready
    child.ref()
    child.channel?.ref()
    const answer = new Promise<Answer>((resolve) => {
      const settle = (given: Answer): void => {
        clearTimeout(timer)
        child.off('message', settle)
        child.off('exit', gone)
        resolve(given)
      }
      const gone = (): void => {
        this.#child = undefined
        settle({ ok: false, kind: 'over', message: 'The script needs too much.' })
      }
      const timer = setTimeout(
        () => {
          this.stop()
          settle({ ok: false, kind: 'late', message: 'The script did not end in time.' })
        },
        job.timeMs * SLOWER + GRACE_MS,
      )
      child.on('message', settle)
      child.on('exit', gone)
      if (child.connected) child.send(job)
      else gone()
    })
    try {
      return await answer
    } finally {
      child.unref()
      child.channel?.unref()
    }
  }

  stop(): void {
    this.#child?.kill('SIGKILL')
    this.#child = undefined
  }

  #alive(): ChildProcess {
    if (this.#child) return this.#child
    const child = fork(fileURLToPath(new URL('child.ts', import.meta.url)), {
      execArgv: [
        '--permission',
        `--allow-fs-read=${ROOT}*`,
        `--max-old-space-size=${HEAP_MB}`,
        '--no-warnings',
      ],
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    if (child.pid !== undefined) lower(child.pid)
    this.#ready = Promise.race([once(child, 'message'), once(child, 'exit')])
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined
    })
    this.#child = child
    return child
  }
}

function lower(pid: number): void {
  try {
    setPriority(pid, 19)
  } catch {
    // Not every system lets us; the deadline holds all the same.
  }
}
