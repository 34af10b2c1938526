import { hash, verify } from '@node-rs/argon2'
import { fail } from '#kernel'

/** OWASP's minimum for argon2id: 19 MiB, two passes, one lane (the package's default algorithm is argon2id). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
/** A hash keeps a core busy for about 15 ms; more at once would starve everybody else's calls. */
const AT_ONCE = 2
/** Waiting hashes: half a second of work. Beyond it, refusing is kinder than waiting. */
const WAITING_MAX = 64
/** The hash of nothing anybody knows: an unknown account costs as much time as a known one. */
const NOBODYS =
  '$argon2id$v=19$m=19456,t=2,p=1$gAPv68uofw7QLq8wYKUA7A$9RWdOu8V3enFDJSKwJ64gx8QR6wF4hrvsXeHsuI2r7k'

let running = 0
const waiting: (() => void)[] = []

export const hashPassword = (password: string): Promise<string> =>
  inTurn(() => hash(normal(password), COST))

/** False for a wrong password and for no hash at all, after the same work. */
export async function isPassword(
  stored: string | null | undefined,
  password: string,
): Promise<boolean> {
  const right = await inTurn(() => verify(stored ?? NOBODYS, normal(password)))
  return right && stored !== null && stored !== undefined
}

/** The same text however a keyboard composed it. */
const normal = (password: string): string => password.normalize('NFKC')

async function inTurn<R>(work: () => Promise<R>): Promise<R> {
  if (running >= AT_ONCE) {
    if (waiting.length >= WAITING_MAX)
      throw fail(
        'limited',
        'Too many people are signing in right now.',
        'Try again in a few seconds.',
      )
    await new Promise<void>((resolve) => waiting.push(resolve))
  } else running += 1
  try {
    return await work()
  } finally {
    // The place is handed to the next one in line, so nobody overtakes.
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }
}
