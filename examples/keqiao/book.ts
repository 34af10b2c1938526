import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { openLog } from '../../sdk/index.ts'

/** Keqiao's book: every change is a fact, and what is so now follows from all facts. */
export interface Client {
  readonly id: string
  readonly title: string
  readonly tel?: string
  readonly mail?: string
  readonly street?: string
  readonly credit_code?: string
  readonly keeper?: string
  readonly phase?: string
  readonly changed: string
  readonly visits: readonly Visit[]
}
export interface Visit {
  readonly id: string
  readonly by: string
  readonly on: string
  readonly about: string
  readonly next?: string
}
export type Facts = Partial<Omit<Client, 'id' | 'changed' | 'visits'>>

type Fact =
  | { readonly client: string; readonly at: string; readonly says: Facts }
  | { readonly client: string; readonly at: string; readonly visit: Visit }

export async function openBook(folder: string) {
  const clients = new Map<string, Client>()
  const log = await openLog<Fact>(join(folder, 'book.jsonl'))
  const apply = (fact: Fact): Client => {
    const before = clients.get(fact.client) ?? {
      id: fact.client,
      title: '',
      changed: '',
      visits: [],
    }
    const after =
      'visit' in fact
        ? { ...before, visits: [...before.visits, fact.visit] }
        : { ...before, ...fact.says }
    const now = { ...after, changed: fact.at }
    clients.set(fact.client, now)
    return now
  }
  for (const fact of log.entries) apply(fact)
  const write = async (fact: Fact): Promise<Client> => {
    await log.append(fact)
    return apply(fact)
  }
  const at = () => new Date().toISOString()
  return {
    client: (id: string) => clients.get(id),
    /** By title; a page after the title and id of `cursor`. */
    clients(search = '', limit = 50, cursor = ''): { items: Client[]; next?: string } {
      const wanted = search.toLowerCase()
      const sorted = [...clients.values()]
        .filter(({ title, mail = '', tel = '' }) =>
          [title, mail, tel].some((words) => words.toLowerCase().includes(wanted)),
        )
        .toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
      const rest = cursor ? sorted.filter((each) => key(each) > cursor) : sorted
      const items = rest.slice(0, limit)
      const last = items.at(-1)
      return { items, ...(rest.length > limit && last ? { next: key(last) } : {}) }
    },
    create: (says: Facts & { title: string }) => write({ client: randomUUID(), at: at(), says }),
    change: (client: string, says: Facts) => write({ client, at: at(), says }),
    visit: (client: string, visit: Omit<Visit, 'id'>) =>
      write({ client, at: at(), visit: { id: randomUUID(), ...visit } }),
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  }
}
export type Book = Awaited<ReturnType<typeof openBook>>

const key = ({ title, id }: Client): string => `${title}\u0000${id}`
