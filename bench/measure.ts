import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** One figure of one claim: what Tenon does, beside what bare code does in the same run. */
export interface Line {
  readonly what: string
  readonly unit: string
  /** Ours, one per round. */
  readonly tenon: readonly number[]
  /** The same without Tenon, in the same rounds. */
  readonly bare?: readonly number[]
  /** The line to reach (DESIGN section 6), and which way is better. */
  readonly bar?: { readonly at: number; readonly better: 'more' | 'less' }
  readonly note?: string
}

export interface Bench {
  readonly name: string
  readonly says: string
  run(short: boolean): Promise<Line[]>
}

export interface Result {
  readonly name: string
  readonly at: string
  readonly machine: string
  readonly commit: string
  readonly lines: readonly Line[]
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

/** How far the rounds lie apart, in per cent of the median. */
export const spread = (values: readonly number[]): number =>
  values.length < 2 ? 0 : ((Math.max(...values) - Math.min(...values)) / median(values)) * 100

export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor(values.length * share))
  ] ?? 0

/** Runs each side in turn, so that a busy minute of the machine hits both. */
export async function interleaved<R>(
  rounds: number,
  sides: Readonly<Record<string, () => Promise<R>>>,
): Promise<Record<string, R[]>> {
  const found: Record<string, R[]> = {}
  for (let round = 0; round < rounds; round++)
    for (const [name, side] of Object.entries(sides)) (found[name] ??= []).push(await side())
  return found
}

/** Each caller asks again once he was answered; how much a second. */
export async function load(
  callers: number,
  ms: number,
  each: number,
  work: () => Promise<unknown>,
): Promise<number> {
  const began = performance.now()
  let done = 0
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() - began < ms) {
        await work()
        done += each
      }
    }),
  )
  return (1000 * done) / (performance.now() - began)
}

export const machine = (): string =>
  `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'CPU'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.versions.node}`

export function commit(): string {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'safe.directory=*', ...args], { cwd: root, encoding: 'utf8' }).trim()
  const changed = git('status', '--porcelain', '--untracked-files=no') ? '+' : ''
  return git('rev-parse', '--short', 'HEAD') + changed
}
