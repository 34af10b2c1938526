import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Manifest, Parts, Person } from './manifest.ts'
import type { SignInAt } from './openid.ts'
import { verify } from './sign.ts'
import { makeSignIn, NotSignedIn } from './sign-in.ts'
import { makeOutbox } from './outbox.ts'
import { pageScript } from './page-script.ts'
import { makeSessions, type Sessions } from './sessions.ts'
import { memoryStore, type Store } from './store.ts'
import { makeTenon, type Tenon } from './tenon.ts'

/** One organisation that has installed you, and all that you need to work for it. */
export interface Installation {
  readonly id: string
  readonly organisation: { readonly id: string; readonly name: string }
  /** Where Tenon is. */
  readonly tenon: string
  readonly push: string
  readonly secret: string
  /** The secret before, which may still come for a while. */
  readonly former?: string
  readonly token?: string
  readonly grants: readonly string[]
  /** As whom your pages sign people in, by OpenID Connect. */
  readonly signIn?: SignInAt
}

/** What a handler knows of its call. */
export interface Call {
  readonly installation: Installation
  readonly actor: Person
  /** The same for every repetition of the same call. */
  readonly id: string
  readonly tenon: Tenon
  /** Tells Tenon something together with the answer. */
  beside(parts: Parts): void
}

/** Thrown by a handler: told to the person as it is written. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly status: number
  readonly fix: string | undefined
  constructor(status: 400 | 403 | 404 | 409 | 429, message: string, fix?: string) {
    super(message)
    this.status = status
    this.fix = fix
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- each handler knows its own input
type Handler = (input: any, call: Call) => unknown
export interface VendorSpec {
  readonly manifest: Manifest
  readonly store?: Store
  /** One for each action of the manifest. */
  readonly actions: Readonly<Record<string, Handler>>
  readonly search?: (text: string, call: Omit<Call, 'beside'>) => unknown
  /** Before it counts: throw a Refusal when you do not work for this organisation. */
  readonly installed?: (installation: Installation) => unknown
  readonly removed?: (installation: Installation) => unknown
}
export interface Vendor {
  readonly store: Store
  /** Who works in your pages; who signs out or leaves, and an installation that is removed, end theirs. */
  readonly sessions: Sessions
  /** Answers what Tenon asks, and `/tenon/page.js` and `/tenon/sign-in` for your pages; false when it is neither. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<boolean>
  tenonOf(installation: Installation): Tenon
  /** Kept in the store until Tenon has taken it: your own work never waits for Tenon. */
  tell(installation: Installation, parts: Parts): Promise<void>
}

const BODY_MAX = 1024 * 1024
/** Where `page.js` asks who looks at the page. */
const SIGN_IN = '/tenon/sign-in'

export function makeVendor(spec: VendorSpec): Vendor {
  const { manifest, store = memoryStore() } = spec
  const missing = manifest.actions.find(({ id }) => !spec.actions[id])
  if (missing) throw new Error(`${missing.id} is in the manifest and has no handler`)
  const { call, install, search, health, events, signOut } = manifest.endpoints
  const sessions = makeSessions()
  const signIn = makeSignIn(store, sessions)
  const outbox = makeOutbox(store)
  void outbox.resume()
  const mine = new Set([call, install, search, health, events].filter((path) => path !== undefined))

  async function answer(path: string, request: IncomingMessage): Promise<[number, unknown]> {
    const text = await bodyOf(request)
    const body = JSON.parse(text) as Record<string, unknown>
    const known = await store.get(String(body['installation']))
    const secrets = known ? secretsOf(known) : []
    // The first message brings the secret that it is signed with: whoever sends it installs himself.
    const fresh = path === install && !known && !body['removed']
    const id = verify(fresh ? [String(body['secret'])] : secrets, request.headers, text)
    if (id === undefined) throw new Unsigned()
    if (path === install) return [200, await settle(body, known)]
    if (path === health) return [200, { ok: true, version: manifest.version }]
    const installation = known!
    if (path === events) {
      if (body['type'] === 'person.left')
        sessions.end(installation.id, { person: String(body['person']) })
      return [200, { ok: true }]
    }
    const tenon = makeTenon(installation)
    const about = { installation, actor: body['actor'] as Person, id, tenon }
    if (path === search) return [200, { hits: await spec.search?.(String(body['text']), about) }]
    return [200, await run(String(body['action']), body['input'], about)]
  }

  /** From a page of ours, and only from there: first who asks, then what Tenon answered. */
  async function signPageIn(request: IncomingMessage): Promise<[number, unknown]> {
    const from = request.headers['sec-fetch-site'] ?? 'same-origin'
    const json = request.headers['content-type']?.startsWith('application/json')
    if (from !== 'same-origin' || !json) throw new Refusal(403, 'Only our own pages sign in here.')
    const body = JSON.parse(await bodyOf(request)) as Record<string, unknown>
    if (typeof body['installation'] === 'string')
      return [200, await signIn.begin(body['installation'])]
    return [200, await signIn.finish(String(body['state']), String(body['answer']))]
  }

  async function hearSignOut(request: IncomingMessage): Promise<[number, unknown]> {
    const token = new URLSearchParams(await bodyOf(request)).get('logout_token') ?? ''
    return (await signIn.ended(token)) ? [200, {}] : [400, { error: 'invalid_request' }]
  }

  /** Once: under the same id the first answer is given again. */
  async function run(action: string, input: unknown, about: Omit<Call, 'beside'>) {
    const handler = spec.actions[action]
    if (!handler || !Object.hasOwn(spec.actions, action))
      throw new Refusal(404, `There is no ${action}.`)
    const repeats = manifest.actions.find(({ id }) => id === action)?.kind === 'command'
    const before = repeats ? await store.answered(about.installation.id, about.id) : undefined
    if (before !== undefined) return before
    let beside: Parts | undefined
    const output = await handler(input, { ...about, beside: (parts) => void (beside = parts) })
    const answer = { output, ...(beside ? { beside } : {}) }
    if (repeats) await store.done(about.installation.id, about.id, answer)
    return answer
  }

  async function settle(body: Record<string, unknown>, known: Installation | undefined) {
    if (body['removed']) {
      if (known) {
        sessions.end(known.id)
        await store.remove(known.id)
        await spec.removed?.(known)
      }
      return { ok: true }
    }
    const {
      installation: id,
      organisation,
      tenon,
      push,
      secret,
      grants,
      token,
      sign_in: signsIn,
    } = body as never as {
      installation: string
      sign_in?: SignInAt
    } & Omit<Installation, 'id'>
    const former = known && known.secret !== secret ? known.secret : known?.former
    const installation: Installation = {
      id,
      organisation,
      tenon,
      push,
      secret,
      grants,
      ...(token ? { token } : {}),
      ...(signsIn ? { signIn: signsIn } : {}),
      ...(former ? { former } : {}),
    }
    await spec.installed?.(installation)
    await store.put(installation)
    return { ok: true }
  }

  return {
    store,
    sessions,
    tenonOf: makeTenon,
    tell: outbox.tell,
    async handle(request, response) {
      const { pathname } = new URL(request.url ?? '/', 'http://vendor')
      if (pathname === '/.well-known/tenon.json') {
        send(response, 200, manifest)
        return true
      }
      if (pathname === '/tenon/page.js') {
        response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8' })
        response.end(pageScript())
        return true
      }
      const own = pathname === SIGN_IN ? signPageIn : pathname === signOut ? hearSignOut : undefined
      if ((!own && !mine.has(pathname)) || request.method !== 'POST') return false
      try {
        send(response, ...(await (own ? own(request) : answer(pathname, request))))
      } catch (error) {
        send(response, ...problemOf(error))
      }
      return true
    },
  }
}

class Unsigned extends Error {}

const secretsOf = ({ secret, former }: Installation): string[] =>
  former ? [secret, former] : [secret]

function problemOf(error: unknown): [number, object] {
  if (error instanceof Unsigned)
    return [401, { code: 'signature', detail: 'This is not signed as agreed, or is too old.' }]
  if (error instanceof Refusal)
    return [error.status, { detail: error.message, ...(error.fix ? { fix: error.fix } : {}) }]
  if (error instanceof NotSignedIn) return [403, { detail: error.message }]
  if (error instanceof SyntaxError) return [400, { detail: 'This is no JSON.' }]
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
  return [500, { detail: 'Something went wrong at the vendor.' }]
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    'content-type': status < 400 ? 'application/json' : 'application/problem+json',
    'cache-control': 'no-store',
  })
  response.end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > BODY_MAX) throw new Refusal(400, 'The message is too long.')
    parts.push(part)
  }
  return Buffer.concat(parts).toString()
}
