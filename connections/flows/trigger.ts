import type { Surroundings } from '#connections/expressions'
import type { Program } from './program.ts'

/** The key by which runs of the flow go one after another; undefined: side by side. */
export function laneOf(
  program: Program,
  trigger: unknown,
  around: Surroundings,
): string | undefined {
  const { order } = program.flow
  if (!order || order.kind === 'parallel') return undefined
  return String(program.lane?.of({ trigger }, around) ?? '').slice(0, 200)
}

/** Whether what happened is meant; an expression that fails says no. */
export function isMeant(program: Program, trigger: unknown, around: Surroundings): boolean {
  if (!program.where) return true
  try {
    return program.where.of({ trigger }, around) === true
  } catch {
    return false
  }
}
