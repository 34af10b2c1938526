/** What a script may use; each of them ends the script and nothing else. */
export const LIMITS = {
  /** Of the processor; longer than any mapping takes. Work that needs more belongs into a module. */
  timeMs: 1_000,
  timeMsMax: 5_000,
  /** So much at once, then one part in so many. */
  sprintMs: 50,
  slowness: 5,
  /** What the script keeps at once. */
  memoryBytes: 32 * 1024 * 1024,
  /** The whole of the interpreter's memory, whatever it thinks of its own limit. */
  wasmPages: 1_024,
  stackBytes: 256 * 1024,
  /** As JSON, each way; a step's answer is no longer either. */
  inputBytes: 1_000_000,
  outputBytes: 1_000_000,
  /** Promises settled after the script itself has ended. */
  jobs: 100_000,
  sourceChars: 100_000,
} as const

export interface Job {
  readonly source: string
  /** JSON. */
  readonly input: string
  /** What the script's clock shows, all the time. */
  readonly nowMs: number
  /** Where `Math.random` begins. */
  readonly seed: number
  readonly timeMs: number
}

/** `over`: it used more than it may; `late`: it did not end in time; `wrong`: it threw, or cannot be read. */
export type Answer =
  | { readonly ok: true; readonly output: string }
  | { readonly ok: false; readonly kind: 'over' | 'late' | 'wrong'; readonly message: string }
