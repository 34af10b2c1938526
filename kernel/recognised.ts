import type { Actor } from './actor.ts'
import type { Credential } from './define-module.ts'

/** A recognised caller is believed for this long, should nobody tell of a revocation. */
const BELIEVED_MS = 1000
/** One who goes on calling is asked for anew before that, so that nobody waits and not all at the same moment. */
const ASKED_AFTER_MS = 600
const ASKED_WITHIN_MS = 300
const CALLERS_MAX = 20_000

type Ask = (credential: Credential) => Promise<Actor | undefined>

interface Entry {
  actor: Promise<Actor | undefined>
  /** When the question was asked: what was true then is what is believed. */
  at: number
  askAt: number
}

/** Who calls, as the module that knows says, and briefly from memory. */
export function makeRecognised(ask: Ask) {
  const entries = new Map<string, Entry>()
  const keys = new WeakMap<Credential, string>()

  const keyOf = (credential: Credential): string => {
    let key = keys.get(credential)
    if (key === undefined) {
      const { scheme, token, org = '', person = '' } = credential
      key = `${scheme} ${token} ${org} ${person}`
      keys.set(credential, key)
    }
    return key
  }
  const entry = (actor: Promise<Actor | undefined>, at: number): Entry => ({
    actor,
    at,
    askAt: at + ASKED_AFTER_MS + Math.random() * ASKED_WITHIN_MS,
  })
  const askAhead = (key: string, known: Entry, credential: Credential, now: number): void => {
    known.askAt = Infinity
    const actor = ask(credential)
    actor.then(
      // Unless somebody revoked rights meanwhile: then nothing asked before counts.
      () => entries.get(key) === known && entries.set(key, entry(actor, now)),
      () => undefined,
    )
  }

  return {
    of(credential: Credential): Promise<Actor | undefined> {
      const key = keyOf(credential)
      const now = Date.now()
      const known = entries.get(key)
      if (known && now - known.at < BELIEVED_MS) {
        if (now >= known.askAt) askAhead(key, known, credential, now)
        return known.actor
      }
      if (entries.size > CALLERS_MAX) entries.clear()
      const actor = ask(credential)
      const made = entry(actor, now)
      entries.set(key, made)
      actor.catch(() => entries.get(key) === made && entries.delete(key))
      return actor
    },
    forget: () => entries.clear(),
  }
}
