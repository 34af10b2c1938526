import { readdirSync, readFileSync } from 'node:fs'

/** The kernel counts in hundredths of a second. */
const TICK_US = 10_000

/**
 * Processor time so far, in microseconds, of processes and of what they started directly. It says what a
 * thing costs also on a machine that does other work meanwhile.
 */
export function cpuOf(...pids: readonly number[]): number {
  let ticks = 0
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const stat = statOf(name)
    if (!stat) continue
    const [parent, own] = [Number(stat[1]), pids.includes(Number(name))]
    if (own || pids.includes(parent)) ticks += Number(stat[11]) + Number(stat[12])
  }
  return ticks * TICK_US
}

/** From the state on; the name before it may hold anything. */
function statOf(pid: string): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    // It has ended meanwhile.
    return undefined
  }
}
