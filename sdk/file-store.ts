import { join } from 'node:path'
import { openLog } from './log.ts'
import type { Letter } from './outbox.ts'
import type { Store } from './store.ts'
import type { Installation } from './vendor.ts'

type Entry =
  | { readonly put: Installation }
  | { readonly remove: string }
  | { readonly done: string; readonly answer: unknown }
  | { readonly queue: Letter }
  | { readonly unqueue: string }

/** Answers that are remembered; a call is repeated within seconds, not after so many others. */
const ANSWERS_MAX = 10_000

/** A store in a folder of your own, safe on the disk before it says so. */
export async function fileStore(folder: string): Promise<Store & AsyncDisposable> {
  const installations = new Map<string, Installation>()
  const answers = new Map<string, unknown>()
  const letters = new Map<string, Letter>()
  const apply = (entry: Entry): void => {
    if ('put' in entry) installations.set(entry.put.id, entry.put)
    else if ('remove' in entry) installations.delete(entry.remove)
    else if ('done' in entry) {
      answers.set(entry.done, entry.answer)
      if (answers.size > ANSWERS_MAX) answers.delete(answers.keys().next().value!)
    } else if ('queue' in entry) letters.set(entry.queue.id, entry.queue)
    else letters.delete(entry.unqueue)
  }
  const log = await openLog<Entry>(join(folder, 'tenon.jsonl'), (all) => {
    for (const entry of all) apply(entry)
    return [
      ...[...installations.values()].map((put) => ({ put })),
      ...[...answers].map(([done, answer]) => ({ done, answer })),
      ...[...letters.values()].map((queue) => ({ queue })),
    ]
  })
  const write = (entry: Entry): Promise<void> => {
    apply(entry)
    return log.append(entry)
  }
  return {
    get: async (id) => installations.get(id),
    put: (put) => write({ put }),
    remove: (id) => write({ remove: id }),
    all: async () => [...installations.values()],
    answered: async (installation, id) => answers.get(`${installation} ${id}`),
    done: (installation, id, answer) => write({ done: `${installation} ${id}`, answer }),
    queue: (queue) => write({ queue }),
    unqueue: (unqueue) => write({ unqueue }),
    letters: async () => [...letters.values()],
    [Symbol.asyncDispose]: () => log[Symbol.asyncDispose](),
  }
}
