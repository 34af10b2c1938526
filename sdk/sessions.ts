import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Person } from './manifest.ts'

/** Somebody who works in your pages. */
export interface Session {
  readonly installation: string
  readonly organisation: string
  readonly actor: Person
  /** Tenon's name for the sign-in that it hangs on. */
  readonly sid?: string
}

/** How long somebody may work in a page before it signs him in anew. */
const LIFE_MS = 8 * 3_600_000
const KEPT_MAX = 100_000

/**
 * Who works in your pages. The token stands in the page's memory, not in a cookie: a browser keeps no cookies of
 * yours inside another site, and a page elsewhere cannot send what it does not have.
 */
export interface Sessions {
  open(session: Session): string
  /** From `Authorization: Bearer …`. */
  of(request: IncomingMessage): Session | undefined
  /** Of one sign-in, of one person, or of everybody of an installation. */
  end(installation: string, of?: { readonly person?: string; readonly sid?: string }): void
}

export function makeSessions(): Sessions {
  const open = new Map<string, { session: Session; until: number }>()
  return {
    open(session) {
      const token = randomBytes(32).toString('base64url')
      open.set(token, { session, until: Date.now() + LIFE_MS })
      if (open.size > KEPT_MAX) open.delete(open.keys().next().value!)
      return token
    },
    of({ headers }) {
      const [, token = ''] = /^Bearer ([\w-]{43})$/.exec(headers.authorization ?? '') ?? []
      const found = open.get(token)
      return found && found.until > Date.now() ? found.session : undefined
    },
    end(installation, { person, sid } = {}) {
      for (const [token, { session }] of open)
        if (
          session.installation === installation &&
          (person === undefined || session.actor.id === person) &&
          (sid === undefined || session.sid === sid)
        )
          open.delete(token)
    },
  }
}
