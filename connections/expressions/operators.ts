import { kind, Missing } from './room.ts'
import type { Binary } from './node.ts'

/** Longest text, and list, that an expression may make. */
export const TEXT_MAX = 1_000_000
export const LIST_MAX = 100_000

type Run = (left: unknown, right: unknown) => unknown

/** Numbers are JSON's: 7 / 2 is 3.5, and a whole number needs no `int()`. */
export const BINARY: Readonly<Record<Binary, Run>> = {
  '+': (left, right) => {
    if (typeof left === 'number' && typeof right === 'number') return finite(left + right)
    if (Array.isArray(left) && Array.isArray(right)) return bounded([...left, ...right])
    if ((isText(left) || isText(right)) && isScalar(left) && isScalar(right))
      return bounded(`${left as string}${right as string}`)
    throw new Missing(`cannot add ${kind(left)} and ${kind(right)}`)
  },
  '-': (left, right) => finite(number(left) - number(right)),
  '*': (left, right) => finite(number(left) * number(right)),
  '/': (left, right) => finite(number(left) / nonZero(right)),
  '%': (left, right) => finite(number(left) % nonZero(right)),
  '==': (left, right) => same(left, right),
  '!=': (left, right) => !same(left, right),
  '<': (left, right) => compare(left, right) < 0,
  '<=': (left, right) => compare(left, right) <= 0,
  '>': (left, right) => compare(left, right) > 0,
  '>=': (left, right) => compare(left, right) >= 0,
  in: (left, right) => {
    if (Array.isArray(right)) return right.some((each) => same(each, left))
    if (typeof right === 'object' && right !== null) return Object.hasOwn(right, String(left))
    throw new Missing(`looks into ${kind(right)}, which holds nothing`)
  },
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

export function number(value: unknown): number {
  if (typeof value === 'number') return value
  throw new Missing(`needs a number and found ${kind(value)}`)
}
function nonZero(value: unknown): number {
  const divisor = number(value)
  if (divisor === 0) throw new Missing('divides by zero')
  return divisor
}
function finite(value: number): number {
  if (Number.isFinite(value)) return value
  throw new Missing('gives a number that is too large')
}

export function bounded<V extends string | readonly unknown[]>(value: V): V {
  const max = typeof value === 'string' ? TEXT_MAX : LIST_MAX
  if (value.length > max) throw new Missing(`makes more than ${max} of it`)
  return value
}

/** Texts by their characters, so that times in RFC 3339 compare as times do. */
export function compare(left: unknown, right: unknown): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (isText(left) && isText(right)) return left < right ? -1 : left > right ? 1 : 0
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right)
  throw new Missing(`cannot compare ${kind(left)} with ${kind(right)}`)
}

const SAME_DEPTH_MAX = 64
export function same(left: unknown, right: unknown, depth = 0): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || !left || !right) return false
  if (depth > SAME_DEPTH_MAX || Array.isArray(left) !== Array.isArray(right)) return false
  const keys = Object.keys(left)
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) =>
        Object.hasOwn(right, key) && same(left[key as never], right[key as never], depth + 1),
    )
  )
}
