import { createHash, randomBytes } from 'node:crypto'
import { audienceOf, makeOpenId } from './openid.ts'
import type { Session, Sessions } from './sessions.ts'
import type { Store } from './store.ts'

/** A page that asks who looks at it goes on within seconds. */
const WAIT_MS = 60_000
const WAITING_MAX = 10_000
const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout'

interface Waiting {
  readonly installation: string
  readonly verifier: string
  readonly nonce: string
  readonly until: number
}

/** Signing in the pages of one vendor by OpenID Connect: a pushed question with a proof key, and its answer. */
export function makeSignIn(store: Store, sessions: Sessions) {
  const openId = makeOpenId()
  const waiting = new Map<string, Waiting>()
  const ready = async (id: string) => {
    const found = await store.get(id)
    return found?.signIn ? { ...found, signIn: found.signIn } : undefined
  }

  return {
    /** For a page of this installation: a name of the question for Tenon, and one for coming back. */
    async begin(id: string): Promise<{ request_uri: string; state: string }> {
      const installation = await ready(id)
      if (!installation) throw new NotSignedIn()
      const [state, nonce, verifier] = [secret(), secret(), secret()]
      const request_uri = await openId.push(installation.signIn, {
        prompt: 'none',
        state,
        nonce,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      })
      const until = Date.now() + WAIT_MS
      waiting.set(state, { installation: id, verifier, nonce, until })
      if (waiting.size > WAITING_MAX) waiting.delete(waiting.keys().next().value!)
      return { request_uri, state }
    },

    /** What came back, in the page that began: a session for it. */
    async finish(state: string, answer: string): Promise<{ session: string }> {
      const asked = waiting.get(state)
      waiting.delete(state)
      const said = URL.parse(answer)?.searchParams
      const installation = asked && asked.until > Date.now() && (await ready(asked.installation))
      if (!asked || !installation || said?.get('state') !== state) throw new NotSignedIn()
      const at = installation.signIn
      const code = said.get('code')
      if (said.get('iss') !== at.issuer || code === null)
        throw new NotSignedIn(said.get('error') ?? undefined)
      const tokens = await openId.redeem(at, code, asked.verifier)
      const { sub, sid, nonce } = await openId.believed(at, tokens.id_token)
      if (nonce !== asked.nonce || typeof sub !== 'string') throw new NotSignedIn()
      const about = at.scope.includes('profile') ? await openId.about(at, tokens.access_token) : {}
      const { name } = 'sub' in about && about['sub'] === sub ? about : {}
      const who: Session = {
        installation: installation.id,
        organisation: installation.organisation.id,
        actor: { id: sub, kind: 'person', ...(typeof name === 'string' ? { name } : {}) },
        ...(typeof sid === 'string' ? { sid } : {}),
      }
      return { session: sessions.open(who) }
    },

    /** OpenID Connect Back-Channel Logout: false when the token is not to be believed. */
    async ended(token: string): Promise<boolean> {
      try {
        const client = audienceOf(token)
        const mine = (await store.all()).find(({ signIn }) => signIn?.client_id === client)
        // Whose installation is gone already, his sessions are too.
        if (!mine?.signIn) return true
        const { sub, sid, nonce, events } = await openId.believed(mine.signIn, token)
        if (nonce !== undefined || !Object.hasOwn(Object(events), LOGOUT)) return false
        if (typeof sid !== 'string' && typeof sub !== 'string') return false
        sessions.end(mine.id, {
          ...(typeof sid === 'string' ? { sid } : {}),
          ...(typeof sub === 'string' ? { person: sub } : {}),
        })
        return true
      } catch {
        return false
      }
    },
  }
}

/** Tenon says nobody is signed in, or not to this. */
export class NotSignedIn extends Error {
  override readonly name = 'NotSignedIn'
  constructor(why = 'nobody is signed in') {
    super(`Tenon signs nobody in here: ${why}.`)
  }
}

const secret = (): string => randomBytes(32).toString('base64url')
