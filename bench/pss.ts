import { readdirSync, readFileSync } from 'node:fs'

/** Proportional set size in kB: shared pages count once among those who share them. */
export function pssOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    try {
      return (
        sum + Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))![1])
      )
    } catch {
      return sum
    }
  }, 0)
}

/** A process and everything below it. */
export function withChildren(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        return [Number(name), Number(/\) \S (\d+)/.exec(stat)![1])] as const
      } catch {
        return [Number(name), 0] as const
      }
    })
  const below = (id: number): number[] => [
    id,
    ...parents.filter(([, parent]) => parent === id).flatMap(([each]) => below(each)),
  ]
  return below(pid)
}
