import type { Letter } from './outbox.ts'
import type { Installation } from './vendor.ts'

/**
 * Where a vendor keeps what Tenon gave it and what it has done. Yours lies on a disk: `put` and `done`
 * return when it is safe there.
 */
export interface Store {
  get(installation: string): Promise<Installation | undefined>
  put(installation: Installation): Promise<void>
  remove(installation: string): Promise<void>
  all(): Promise<readonly Installation[]>
  /** The answer of a call that was done before, by installation and call id. */
  answered(installation: string, id: string): Promise<unknown>
  done(installation: string, id: string, answer: unknown): Promise<void>
  /** What is to be told to Tenon, oldest first. */
  queue(letter: Letter): Promise<void>
  unqueue(id: string): Promise<void>
  letters(): Promise<readonly Letter[]>
}

/** For tests and for trying out: forgets everything when the process ends. */
export function memoryStore(): Store {
  const installations = new Map<string, Installation>()
  const answers = new Map<string, unknown>()
  const letters = new Map<string, Letter>()
  return {
    get: async (id) => installations.get(id),
    put: async (installation) => void installations.set(installation.id, installation),
    remove: async (id) => void installations.delete(id),
    all: async () => [...installations.values()],
    answered: async (installation, id) => answers.get(`${installation} ${id}`),
    async done(installation, id, answer) {
      answers.set(`${installation} ${id}`, answer)
      if (answers.size > KEPT_MAX) answers.delete(answers.keys().next().value!)
    },
    queue: async (letter) => void letters.set(letter.id, letter),
    unqueue: async (id) => void letters.delete(id),
    letters: async () => [...letters.values()],
  }
}
const KEPT_MAX = 10_000
