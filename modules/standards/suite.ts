import { Value } from 'typebox/value'
import { TenonError, type AnyContract, type InterfaceSpec, type TSchema } from '#kernel'
import type { Finding } from './fit.ts'

/** How the suite reaches the module under test: the standard's action by id, in the standard's names. */
export type Ask = (id: string, input: Record<string, unknown>) => Promise<unknown>
/** Ids of records that events of this standard's id have named since the suite began. */
export type Heard = (event: string) => Promise<readonly string[]>

interface Record_ {
  readonly id: string
  readonly [field: string]: unknown
}
interface Page {
  readonly items: readonly Record_[]
  readonly next?: string
}

/** An event may travel from a vendor's server. */
const EVENT_MS = 10_000
const PAUSE_MS = 100

/**
 * Holds a running module against a standard, as anybody who binds to it would find it. Reads only,
 * unless `write`: then it makes a record called “Tenon conformance …”, changes it and leaves it.
 */
export async function conforms(
  standard: InterfaceSpec,
  has: (id: string) => boolean,
  ask: Ask,
  heard: Heard,
  write: boolean,
): Promise<Finding[]> {
  const found: Finding[] = []
  const of = standard.id
  const noun = of.slice(of.indexOf('.') + 1)
  const contract = (verb: string): AnyContract | undefined =>
    has(`${of}.${verb}`) ? standard.actions.find(({ id }) => id === `${of}.${verb}`) : undefined
  const check = async (part: string, says: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work()
      found.push({ part, ok: true, says })
    } catch (error) {
      found.push({
        part,
        ok: false,
        says: `${says}: ${error instanceof Error ? error.message : String(error)}`,
      })
    }
  }
  const asked = async (of_: AnyContract, input: Record<string, unknown>): Promise<unknown> => {
    const answer = await ask(of_.id, input)
    const schema = of_.output as TSchema
    if (!Value.Check(schema, answer)) {
      const [first] = Value.Errors(schema, answer)
      throw new Error(
        `its answer is not the standard’s (${first?.instancePath || '/'} ${first?.message})`,
      )
    }
    return answer
  }

  const list = contract('list')
  const get = contract('get')
  let some: Record_ | undefined
  if (list)
    await check(list.id, 'lists a page', async () => {
      const page = (await asked(list, { limit: 1 })) as Page
      some = page.items[0]
      if (page.items.length > 1) throw new Error('a page of one holds more')
      if (page.next === undefined) return
      const [second] = ((await asked(list, { limit: 1, cursor: page.next })) as Page).items
      if (second && second.id === some?.id) throw new Error('the next page begins with the same')
    })
  if (get) {
    await check(get.id, 'reads one by its id', async () => {
      if (some === undefined) return
      const one = (await asked(get, { [noun]: some.id })) as Record_
      if (one.id !== some.id) throw new Error('it answers another one')
    })
    await check(get.id, 'says that there is none', async () => {
      try {
        await ask(get.id, { [noun]: '00000000-0000-7000-8000-00000000dead' })
      } catch (error) {
        if (error instanceof TenonError && ['notFound', 'invalid'].includes(error.kind)) return
        throw error
      }
      throw new Error('an id that nobody gave is answered')
    })
  }
  const create = contract('create')
  if (!write || !create) return found

  let made: Record_ | undefined
  const mark = `Tenon conformance ${Math.random().toString(36).slice(2, 10)}`
  const sample = sampleOf(create.input as Shape, mark)
  await check(create.id, 'creates', async () => {
    made = (await asked(create, sample)) as Record_
  })
  if (!made) return found
  const { id } = made
  if (get)
    await check(get.id, 'reads what was created', async () => {
      const one = (await asked(get, { [noun]: id })) as Record_
      for (const [key, value] of Object.entries(sample))
        if (JSON.stringify(one[key]) !== JSON.stringify(value))
          throw new Error(`“${key}” is not what was sent`)
    })
  if (list)
    await check(list.id, 'finds what was created by its text', async () => {
      const { items } = (await asked(list, { limit: 50, search: mark })) as Page
      if (!items.some((item) => item.id === id)) throw new Error('it is not among them')
    })
  const update = contract('update')
  const named = Object.keys(sample).find((key) => sample[key] === mark)
  if (update && named)
    await check(update.id, 'changes one field and leaves the others', async () => {
      const changed = (await asked(update, { [noun]: id, [named]: `${mark} 2` })) as Record_
      if (changed[named] !== `${mark} 2`) throw new Error('it is not changed')
    })
  const told = `${of}.created`
  if (has(told))
    await check(told, 'is told of', async () => {
      const until = Date.now() + EVENT_MS
      while (!(await heard(told)).includes(id)) {
        if (Date.now() > until) throw new Error(`not within ${EVENT_MS / 1000} s`)
        await new Promise((done) => setTimeout(done, PAUSE_MS))
      }
    })
  return found
}

interface Shape {
  readonly properties?: Readonly<
    Record<string, { readonly type?: string; readonly pattern?: string }>
  >
  readonly required?: readonly string[]
}
/** The least that the standard asks for. */
function sampleOf({ properties = {}, required = [] }: Shape, mark: string) {
  return Object.fromEntries(
    required.map((key) => {
      const { type, pattern } = properties[key]!
      if (pattern === '^[0-9a-f]{64}$') return [key, 'a'.repeat(64)]
      return [key, type === 'number' || type === 'integer' ? 1 : mark]
    }),
  ) as Record<string, unknown>
}
