import { createHash, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openLog, type Person } from '../../sdk/index.ts'

/**
 * Contracts of every organisation that has installed Inkstone. The log is the store: each line carries
 * the hash of the one before, so nothing in it can be changed or left out without being seen.
 */
export interface Contract {
  readonly id: string
  readonly installation: string
  readonly title: string
  readonly text: string
  readonly owner: Person
  readonly signers: readonly string[]
  readonly state: 'open' | 'signed' | 'declined'
  readonly trail: readonly Mark[]
  /** Of the last line that concerns it. */
  readonly seal: string
}
export interface Mark {
  readonly what: 'asked' | 'signed' | 'declined'
  readonly by: Person
  readonly at: string
  readonly reason?: string
}

interface Line {
  readonly contract: string
  readonly installation: string
  readonly mark: Mark
  readonly made?: {
    readonly title: string
    readonly text: string
    readonly signers: readonly string[]
  }
  readonly before: string
  readonly hash: string
}

export async function openContracts(folder: string) {
  const contracts = new Map<string, Contract>()
  let last = ''
  const log = await openLog<Line>(join(folder, 'contracts.jsonl'))
  const broken = chainFault(log.entries)
  if (broken !== undefined) throw new Error(`line ${broken} of contracts.jsonl was altered`)
  for (const line of log.entries) apply(line)

  function apply(line: Line): void {
    const { contract: id, installation, mark, made, hash } = line
    last = hash
    const before = contracts.get(id)
    if (made)
      contracts.set(id, {
        id,
        installation,
        ...made,
        owner: mark.by,
        state: 'open',
        trail: [mark],
        seal: hash.slice(0, 16),
      })
    else if (before) {
      const trail = [...before.trail, mark]
      const signed = new Set(trail.flatMap(({ what, by }) => (what === 'signed' ? [by.id] : [])))
      const state =
        mark.what === 'declined'
          ? ('declined' as const)
          : before.signers.every((each) => signed.has(each))
            ? ('signed' as const)
            : ('open' as const)
      contracts.set(id, { ...before, trail, state, seal: hash.slice(0, 16) })
    }
  }

  /** One after another, so that the chain is one. */
  let turn: Promise<unknown> = Promise.resolve()
  function write(line: Omit<Line, 'before' | 'hash'>): Promise<Contract> {
    const next = turn.then(async () => {
      const linked = { ...line, before: last }
      const whole = { ...linked, hash: hashOf(linked) }
      await log.append(whole)
      apply(whole)
      return contracts.get(line.contract)!
    })
    turn = next.catch(() => undefined)
    return next
  }

  return {
    get: (installation: string, id: string): Contract | undefined => {
      const found = contracts.get(id)
      return found?.installation === installation ? found : undefined
    },
    /** Of one installation, newest first. */
    list: (installation: string): Contract[] =>
      [...contracts.values()].filter((each) => each.installation === installation).reverse(),
    create: (
      installation: string,
      by: Person,
      made: { title: string; text: string; signers: readonly string[] },
    ): Promise<Contract> =>
      write({
        contract: randomUUID(),
        installation,
        made,
        mark: { what: 'asked', by, at: new Date().toISOString() },
      }),
    mark: (contract: Contract, what: 'signed' | 'declined', by: Person, reason?: string) =>
      write({
        contract: contract.id,
        installation: contract.installation,
        mark: { what, by, at: new Date().toISOString(), ...(reason ? { reason } : {}) },
      }),
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  }
}
export type Contracts = Awaited<ReturnType<typeof openContracts>>

/** The first line whose hash or link does not fit; nothing when all do. */
export function chainFault(lines: readonly Line[]): number | undefined {
  let before = ''
  for (const [at, line] of lines.entries()) {
    const { hash, ...rest } = line
    if (rest.before !== before || hashOf(rest) !== hash) return at + 1
    before = hash
  }
  return undefined
}

const hashOf = (line: object): string =>
  createHash('sha256').update(JSON.stringify(line)).digest('hex')
