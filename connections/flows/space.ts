import { createHash } from 'node:crypto'
import type { Claim } from './claims.ts'
import { oneOf, textOf } from './given.ts'

/** Who shares a key: one flow's runs, all flows of its owner, or everybody's here. */
export const SPACES = ['flow', 'owner', 'organisation'] as const

export const spaceOf = (given: unknown, { flow, owner, org }: Claim): string =>
  ({ flow, owner, organisation: org })[oneOf(given, SPACES, 'Who shares it')]

const KEY_MAX = 500

/** As it is stored: long ones by their fingerprint, so that an index takes them. */
export function keyOf(given: unknown): string {
  const key = textOf(typeof given === 'number' ? String(given) : given, 'The key', 100_000)
  return key.length <= KEY_MAX && !key.includes('\u0000')
    ? key
    : createHash('sha256').update(key).digest('hex')
}
