import type { Node } from './node.ts'

/** One evaluation: what it sees, and how much of it is left. */
export interface Room {
  readonly scope: Readonly<Record<string, unknown>>
  /** Variables of macros, by the depth at which they were bound. */
  readonly locals: unknown[]
  readonly now: Date
  readonly zone: string
  left: number
}
export type Evaluate = (room: Room) => unknown

/** Names what is wrong and where: the place in the flow, and the piece of the expression. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly place: string
  readonly expression: string
  constructor(message: string, place: string, expression: string) {
    super(`${place || 'The expression'} ${message}${expression ? ` (${clip(expression)})` : ''}`)
    this.place = place
    this.expression = expression
  }
}
const clip = (text: string): string => (text.length > 120 ? `${text.slice(0, 119)}…` : text)

/** Something that a value does not have; `has` and `default` answer for it. */
export class Missing extends Error {}

/** What building needs to know: names of macro variables by depth, and where errors are. */
export interface Building {
  readonly bound: readonly string[]
  readonly build: (node: Node, bound?: readonly string[]) => Evaluate
}

export function truth(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Missing(`needs true or false and found ${kind(value)}`)
  return value
}

export const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function kind(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  return (
    { string: 'a text', number: 'a number', boolean: 'true or false' }[typeof value as 'string'] ??
    'an object'
  )
}
