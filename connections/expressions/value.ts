import { ExpressionError, type Evaluate, type Room } from './room.ts'
import { parsed } from './parse.ts'

export { ExpressionError } from './room.ts'

/** What an expression sees: `trigger`, `steps`, `vars`, … by name. */
export type Scope = Readonly<Record<string, unknown>>

export interface Surroundings {
  /** `now()`: the moment at which the run began, so that running it again gives the same. */
  readonly now: Date
  /** What days and clock times mean when an expression names no zone. */
  readonly zone: string
}

/** A JSON value in which texts may hold `{{ … }}`, ready to be computed. Plain ones answer themselves. */
export interface Compiled {
  readonly plain: boolean
  of(scope: Scope, around: Surroundings): unknown
}

/** Nodes visited for one value; a loop over a long list ends here and not after minutes. */
const VISITS_MAX = 200_000
/** A value nested deeper is nobody's configuration. */
const DEPTH_MAX = 32

/**
 * Parsed once, at the place where it stands (`place` is what errors name). A text that is nothing but
 * one `{{ … }}` keeps the type of its result; others become text, where null and lists read as JSON.
 */
export function compile(value: unknown, place = ''): Compiled {
  const built = build(value, place, 0)
  if (built === undefined) return { plain: true, of: () => value }
  return {
    plain: false,
    of: (scope, { now, zone }) => built({ scope, locals: [], now, zone, left: VISITS_MAX }),
  }
}

/** `undefined`: holds no expression. */
function build(value: unknown, place: string, depth: number): Evaluate | undefined {
  if (typeof value === 'string') return textual(value, place)
  if (typeof value !== 'object' || value === null) return undefined
  if (depth > DEPTH_MAX) throw new ExpressionError('is nested too deeply', place, '')
  const list = Array.isArray(value)
  const entries = Object.entries(value).map(
    ([key, each]) => [key, each, build(each, `${place}/${key}`, depth + 1)] as const,
  )
  if (entries.every(([, , evaluate]) => evaluate === undefined)) return undefined
  if (list) return (room) => entries.map(([, each, evaluate]) => (evaluate ? evaluate(room) : each))
  return (room) => {
    const made: Record<string, unknown> = {}
    for (const [key, each, evaluate] of entries) {
      const computed = evaluate ? evaluate(room) : each
      // What is left out stays left out: an optional field of an action is not the same as null.
      if (computed !== undefined && key !== '__proto__') made[key] = computed
    }
    return made
  }
}

function textual(text: string, place: string): Evaluate | undefined {
  if (!text.includes('{{')) return undefined
  const parts = parsed(text, place)
  const [only] = parts
  if (parts.length === 1 && typeof only === 'function') return only
  return (room: Room) =>
    parts.map((part) => (typeof part === 'string' ? part : shown(part(room)))).join('')
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  return typeof value === 'object' ? JSON.stringify(value) : String(value as number)
}
