import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** What a sensor knows after the power was off: who it is, what it has not sent, what it was told last. */
export interface Memory {
  /** Where Tenon is, and its token there; absent until it has claimed one. */
  base?: string
  token?: string
  /** The number of the next sample it takes. */
  next: number
  /** Samples that the server has not acknowledged, the first with the number `next - unsent.length`. */
  unsent: Sample[]
  /** The number of the last command that it has carried out, and what is still to be said of it. */
  command: number
  said?: { command: string; state: 'done' | 'failed'; result?: unknown }
  running: boolean
  interval_ms: number
}
export interface Sample {
  readonly at: string
  readonly values: Readonly<Record<string, number>>
}

/** A small flash holds so much; what is older than that is lost, and its numbers say so. */
const UNSENT_MAX = 10_000

export function openMemory(folder: string) {
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'memory.json')
  const memory: Memory = read(path) ?? {
    next: 1,
    unsent: [],
    command: 0,
    running: true,
    interval_ms: 1000,
  }
  return {
    memory,
    /** On disk before it returns: a file beside it takes its place whole. */
    keep(): void {
      if (memory.unsent.length > UNSENT_MAX)
        memory.unsent.splice(0, memory.unsent.length - UNSENT_MAX)
      writeFileSync(`${path}.new`, JSON.stringify(memory))
      const file = openSync(`${path}.new`, 'r')
      fsyncSync(file)
      closeSync(file)
      renameSync(`${path}.new`, path)
    },
  }
}

function read(path: string): Memory | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Memory
  } catch {
    return undefined
  }
}
