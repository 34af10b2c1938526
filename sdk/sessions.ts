import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Launch } from './launch.ts'

/** How long somebody may work in a page without opening it anew. */
const LIFE_MS = 8 * 3_600_000
const KEPT_MAX = 100_000

/**
 * Who works in your pages. The token stands in the page, not in a cookie: a browser keeps no cookies of
 * yours inside another site, and a page elsewhere cannot send what it does not have.
 */
export interface Sessions {
  open(launch: Launch): string
  /** From `Authorization: Bearer …`. */
  of(request: IncomingMessage): Launch | undefined
  /** Of one person, or of everybody of an installation. */
  end(installation: string, person?: string): void
}

export function makeSessions(): Sessions {
  const open = new Map<string, { launch: Launch; until: number }>()
  return {
    open(launch) {
      const token = randomBytes(32).toString('base64url')
      open.set(token, { launch, until: Date.now() + LIFE_MS })
      if (open.size > KEPT_MAX) open.delete(open.keys().next().value!)
      return token
    },
    of({ headers }) {
      const [, token = ''] = /^Bearer ([\w-]{43})$/.exec(headers.authorization ?? '') ?? []
      const found = open.get(token)
      return found && found.until > Date.now() ? found.launch : undefined
    },
    end(installation, person) {
      for (const [token, { launch }] of open)
        if (launch.installation === installation && (!person || launch.actor.id === person))
          open.delete(token)
    },
  }
}
