import { fail, type Actor, type Kernel, type TenonError } from '#kernel'
import type { AskedAs } from '#kernel/egress'
import { refuseUse } from './actions/account.refuse.ts'
import type { AuthSpec, Connector } from './connector.ts'
import { authOf, connectorOf } from './connectors.ts'
import type { Credential } from './credential.ts'
import { unwrapKey } from './keys.ts'
import { wordsOf } from './mask.ts'
import type { Health } from './rate/circuit.ts'
import { openUnder } from './seal.ts'

/** A linked account in the hand of somebody who may use it. Nothing of it is ever answered or logged. */
export interface Using {
  readonly org: string
  readonly account: string
  readonly title: string
  readonly connector: Connector
  readonly auth: AuthSpec
  readonly origins: readonly string[]
  readonly parameters: Credential
  readonly state: string
  readonly expiresAt: number | undefined
  readonly fence: number
  readonly nextTryAt: number | undefined
  /** What is shown, what is sealed and the tokens, by name. */
  readonly credential: Credential
  /** The secrets among it, as they might come back. */
  readonly words: readonly string[]
  readonly health: Health & {
    readonly paused_until: string | null
    readonly learned_until: string | null
  }
}

interface Row {
  readonly title: string
  readonly connector: string
  readonly auth: string
  readonly origins: readonly string[]
  readonly parameters: Credential
  readonly state: string
  readonly expires_at: string | null
  readonly fence: number
  readonly next_try_at: string | null
  readonly usable: boolean
  readonly secrets:
    | readonly { field: string; version: number; key: string; wrapped: string; sealed: string }[]
    | null
  readonly pace: Using['health'] | null
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Finds it for who may use it; everybody else is refused, and that is written down. */
export async function openAccount(kernel: Kernel, asked: AskedAs, host: string): Promise<Using> {
  const { org, account } = asked
  const refuse = (why: Why) => refusal(kernel, asked, host, why)
  if (!UUID.test(account)) throw fail('notFound', 'There is no such linked account.')
  const who = await userOf(kernel, asked)
  const row = who && (await find(kernel, org, account, who))
  if (!row) throw await refuse('unknown')
  if (!row.usable)
    throw await refuse(asked.actor.scopes.has('vault.admin') ? 'notYours' : 'unknown')
  return using(kernel, org, account, row)
}

/** The same anew, for who was let in a moment ago: its token has changed. */
export async function reopen(kernel: Kernel, { org, account }: Using): Promise<Using> {
  const row = await find(kernel, org, account, { id: null, departments: [] })
  if (!row) throw fail('notFound', 'There is no such linked account.')
  return using(kernel, org, account, row)
}

type Why = 'unknown' | 'notYours' | 'elsewhere' | 'reconnect'

/** What the caller is told, after it stands in the log. */
export async function refusal(
  kernel: Kernel,
  asked: AskedAs,
  host: string,
  why: Why,
): Promise<unknown> {
  const { actor, account } = asked
  try {
    await kernel.call(refuseUse, { account, to: host.slice(0, 255), why }, actor, {
      door: 'module',
    })
  } catch (error) {
    return error as TenonError
  }
  throw new Error('vault.account.refuse did not refuse')
}

interface Who {
  readonly id: string | null
  readonly departments: readonly string[]
}

/** A person with his rights as of now, also behind a module that acts for him; a module for itself has what everybody here has. */
async function userOf(kernel: Kernel, { org, actor }: AskedAs): Promise<Who | undefined> {
  if (actor.org !== org) return undefined
  if (actor.kind === 'person') return actor
  if (actor.kind !== 'module') return undefined
  if (actor.onBehalfOf === undefined) return { id: null, departments: [] }
  const person: Actor | undefined = await kernel.actorOf(org, actor.onBehalfOf)
  return person?.kind === 'person' ? person : undefined
}

async function find(
  kernel: Kernel,
  org: string,
  account: string,
  who: Who,
): Promise<Row | undefined> {
  const [row] = await kernel.database.reader(org).sql<Row>`
    SELECT a.title, a.connector, a.auth, a.origins, a.parameters, a.state, a.expires_at, a.fence, a.next_try_at,
      a.reach = 'organisation' OR a.owner = ${who.id}::uuid OR (a.reach = 'named' AND EXISTS (
        SELECT FROM vault.share s WHERE s.org = a.org AND s.account = a.id AND (s.person = ${who.id}::uuid OR s.department = ANY (${who.departments}::uuid[])))) AS usable,
      (SELECT jsonb_agg(jsonb_build_object('field', s.field, 'version', s.key_version, 'key', k.wrapped,
          'wrapped', encode(s.wrapped, 'base64'), 'sealed', encode(s.sealed, 'base64')))
        FROM vault.secret s JOIN vault.key k ON k.org = s.org AND k.version = s.key_version WHERE s.org = a.org AND s.account = a.id) AS secrets,
      (SELECT jsonb_build_object('failures', p.failures, 'open_until', p.open_until, 'paused_until', p.paused_until, 'learned_until', p.learned_until)
        FROM vault.pace p WHERE p.org = a.org AND p.account = a.id) AS pace
    FROM vault.account a WHERE a.org = ${org} AND a.id = ${account}`
  return row
}

const HEALTHY = { failures: 0, open_until: null, paused_until: null, learned_until: null }

async function using(kernel: Kernel, org: string, account: string, row: Row): Promise<Using> {
  const connector = connectorOf(await kernel.registryOf(org), row.connector)
  const sealed: Record<string, string> = {}
  for (const { field, version, key, ...kept } of row.secrets ?? []) {
    const text = openUnder(
      unwrapKey(kernel.secrets, org, version, key),
      { org, account, field },
      { wrapped: Buffer.from(kept.wrapped, 'base64'), sealed: Buffer.from(kept.sealed, 'base64') },
    )
    Object.assign(sealed, JSON.parse(text))
  }
  return {
    org,
    account,
    title: row.title,
    connector,
    auth: authOf(connector, row.auth, row.parameters),
    origins: row.origins,
    parameters: row.parameters,
    state: row.state,
    expiresAt: row.expires_at === null ? undefined : Date.parse(row.expires_at),
    fence: row.fence,
    nextTryAt: row.next_try_at === null ? undefined : Date.parse(row.next_try_at),
    credential: { ...row.parameters, ...sealed },
    words: wordsOf(sealed, row.parameters['user']),
    health: row.pace ?? HEALTHY,
  }
}
