import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a running PostgreSQL says of itself in `postmaster.pid`. */
export type Postmaster = { pid: number; port: number; socketDir: string; status: string }

export function readPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[]
  try {
    lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return undefined
  }
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return undefined
  return {
    pid,
    port: Number(lines[3]) || DEFAULT_PORT,
    socketDir: lines[4] ?? '',
    status: lines[7]?.trim() ?? 'starting',
  }
}

// Only the socket's name: nothing listens on a network port.
export const DEFAULT_PORT = 5432

/**
 * Whether process `pid` is the PostgreSQL of this cluster. After a restart of a container or a
 * machine the number in a left-over file often belongs to somebody else.
 */
export function isPostmaster(pid: number, cluster: string): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  if (process.platform !== 'linux') return commandOf(pid).includes(cluster)
  try {
    // PostgreSQL works inside its data folder; the kernel follows the folder when it is renamed.
    return readlinkSync(`/proc/${pid}/cwd`) === cluster
  } catch {
    return commandOf(pid).includes(cluster)
  }
}

/** Its program was replaced under it, by an update of the package. */
export function isOutdated(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`).endsWith(' (deleted)')
  } catch {
    return false
  }
}

/** Ends a PostgreSQL: politely, then at once, which costs only a recovery at the next start. */
export async function stopPostmaster(pid: number, cluster: string): Promise<void> {
  const signals = [
    { signal: 'SIGINT', waitMs: FAST_STOP_MS },
    { signal: 'SIGQUIT', waitMs: IMMEDIATE_STOP_MS },
  ] as const
  for (const { signal, waitMs } of signals) {
    const deadline = Date.now() + waitMs
    try {
      process.kill(pid, signal)
    } catch {
      return
    }
    while (Date.now() < deadline) {
      if (!isPostmaster(pid, cluster)) return
      await sleep(POLL_MS)
    }
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop. Its log is beside ${cluster}.`)
}

// A stop writes every changed page to disk first; a slow disk needs tens of seconds.
const FAST_STOP_MS = 60_000
const IMMEDIATE_STOP_MS = 10_000
export const POLL_MS = 5

function commandOf(pid: number): string {
  try {
    const ps = execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { timeout: 5_000 })
    return ps.toString()
  } catch {
    return ''
  }
}
