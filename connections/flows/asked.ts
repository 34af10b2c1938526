import { createHash } from 'node:crypto'
import type { Program } from './program.ts'

/** A run asked for: by an event, a delivery, a person, another run. */
export interface Asked {
  readonly flow: string
  readonly version: number
  readonly owner: string
  readonly program: Program
  readonly cause: string
  readonly input: unknown
  /** What makes it the same one again. */
  readonly key?: string | undefined
  readonly lane?: string | undefined
  readonly origin?: string
  readonly keysOf?: string
  readonly parent?: string
  readonly parentPath?: string
  readonly id?: string
  /** How many runs brought one another about before it; beyond DEPTH_MAX it is stored as failed. */
  readonly depth?: number
}

/** No honest chain of flows is longer; what goes on starts itself. */
export const DEPTH_MAX = 12

export const uuidOf = (key: string): string => {
  const hex = createHash('sha256').update(key).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
