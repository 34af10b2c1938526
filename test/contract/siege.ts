import fc from 'fast-check'
import type { AnyAction, Registry } from '#kernel'
import { SEED } from '../../kernel/testing.ts'
import { inputOf, type Pool, type Schema } from './arbitrary.ts'
import type { Caller, ContractDoor } from './doors.ts'
import { leaks } from './secrets.ts'

/** An answer that takes longer is a hang. */
const HANG_MS = 8_000

/** Ids by entity; a field that refers to nothing gets any of them. */
export function poolOf(ids: ReadonlyMap<string, readonly string[]>): Pool {
  const all = [...ids.values()].flat()
  return { of: (entity) => (entity === undefined ? all : (ids.get(entity) ?? [])) }
}

export const takesIds = ({ input }: AnyAction): boolean =>
  /"format":"uuid"/.test(JSON.stringify(input as Schema))

export interface Siege {
  readonly doors: readonly ContractDoor[]
  readonly caller: Caller
  /** What is attacked: the organisation's apps included. */
  readonly registry: Registry
  /** What the caller has got hold of: ids that are not his to see. */
  readonly ids: ReadonlyMap<string, readonly string[]>
  /** What no answer may tell him. */
  readonly secrets: ReadonlySet<string>
  readonly runs: number
}

/** Calls every action with stolen ids, a door in turn, and names what told something, failed inside or hung. */
export async function besiege({
  doors,
  caller,
  registry,
  ids,
  secrets,
  runs,
}: Siege): Promise<string[]> {
  const sources = { pool: poolOf(ids), entity: (id: string) => registry.entities.get(id) }
  const found: string[] = []
  let turn = 0
  for (const action of registry.actions.values()) {
    if (action.internal || !takesIds(action)) continue
    for (const input of fc.sample(inputOf(action, sources), { numRuns: runs, seed: SEED })) {
      const offering = doors.filter((door) => door.offers(action))
      const door = offering[turn++ % offering.length]!
      const answer = await within(door.knock(caller, action.id, input))
      const say = (what: string) =>
        found.push(
          `${door.name}: ${caller.name} ${action.id} ${what} ${JSON.stringify(input).slice(0, 300)} → ${JSON.stringify(answer.output)?.slice(0, 300)}`,
        )
      if (answer.code === 'hang' || answer.code === 'internal') say(answer.code)
      const told = leaks(secrets, answer.output, input)
      if (told.length) say(`told ${told.slice(0, 3).join(', ')}`)
    }
  }
  return found
}

export async function within<A extends { code: string }>(
  answer: Promise<A>,
): Promise<A | { code: 'hang'; output: undefined }> {
  let timer: NodeJS.Timeout | undefined
  const hang = new Promise<{ code: 'hang'; output: undefined }>((resolve) => {
    timer = setTimeout(() => resolve({ code: 'hang', output: undefined }), HANG_MS)
  })
  try {
    return await Promise.race([answer, hang])
  } finally {
    clearTimeout(timer)
  }
}
