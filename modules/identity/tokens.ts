import { createHash, randomBytes } from 'node:crypto'
import { OPERATOR_ORG, isId, newId, type Credential, type Kernel, type Sql } from '#kernel'

/**
 * The one place where our own tokens and one-time secrets are made and recognised. Only their hashes are
 * stored: 256 random bits need no slow hash. Tokens of apps come from an issuer (`acceptTokens`).
 */

/** Not used for two weeks, a session is over; however much used, after ninety days. */
export const SESSION_IDLE_MS = 14 * 86_400_000
export const SESSION_MAX_MS = 90 * 86_400_000

/** Long enough for slow mail, short enough for a lost inbox. */
export const RESET_LIFE_MS = 3_600_000

const API_PREFIX = 'tnn_'
const SECRET_BYTES = 32
/** 16 bytes in base64url. */
const ORG_LENGTH = 22

export type SecretKind = 'setup' | 'reset' | 'challenge' | 'recovery' | 'join' | 'passkey'
export interface Secret {
  readonly id: string
  readonly account?: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What the database knows of a credential; `actor.ts` makes an actor of it. */
export interface Recognised {
  readonly org?: string
  readonly id?: string
  readonly name: string
  readonly account?: string | null
  readonly departments?: readonly string[]
  readonly subtree?: readonly string[]
  readonly groups?: readonly string[]
  /** `person:<id>`, `department:<id>`, …: under what this person holds rights. */
  readonly holders?: readonly string[]
  readonly roles?: readonly {
    readonly role: string
    readonly scopes: readonly string[] | null
    readonly range: string | null
  }[]
  readonly session?: string
  readonly kind?: 'person' | 'app' | 'device' | 'contact'
  readonly token?: string
  readonly token_scopes?: readonly string[]
}

export const hashOf = (token: string): string =>
  createHash('sha256').update(token).digest('base64url')
export const randomToken = (): string => randomBytes(SECRET_BYTES).toString('base64url')

/** Carries its organisation in its own text, so that it can never be looked up in another. */
export const orgToken = (org: string): string => packed(org) + randomToken()
export const apiToken = (org: string): string => API_PREFIX + orgToken(org)

/** The organisation that a token says it belongs to; `undefined` when it is no such token. */
export function orgOf(token: string): string | undefined {
  const bare = token.startsWith(API_PREFIX) ? token.slice(API_PREFIX.length) : token
  if (!/^[\w-]{65}$/.test(bare)) return undefined
  const hex = Buffer.from(bare.slice(0, ORG_LENGTH), 'base64url').toString('hex')
  const org = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return isId(org) ? org : undefined
}
const packed = (org: string): string =>
  Buffer.from(org.replaceAll('-', ''), 'hex').toString('base64url')

/** Somebody who issues bearer tokens of his own, and says whom one speaks for as of now. */
export type Issuer = (token: string) => Promise<Recognised | undefined>
const issuers = new WeakMap<Kernel['registry'], Issuer>()
/** What is not ours by its text is asked of the issuer; there is one, and it answers in one round trip. */
export function acceptTokens(kernel: Pick<Kernel, 'registry'>, issuer: Issuer): void {
  issuers.set(kernel.registry, issuer)
}

/** Whom a session cookie or a token speaks for; one round trip. */
export async function recognise(
  credential: Credential,
  kernel: Kernel,
): Promise<Recognised | undefined> {
  const { scheme, token, org } = credential
  const wanted = credential.person ?? org
  if (token.length > 200 || (wanted !== undefined && !isId(wanted))) return undefined
  if (scheme === 'session') {
    const [row] = await kernel.database.system<{ who: Recognised | null }>`
      SELECT identity.resolve_session(${hashOf(token)}, ${wanted ?? null}::uuid, ${SESSION_IDLE_MS}) AS who`
    return fitting(row?.who, credential)
  }
  if (!token.startsWith(API_PREFIX))
    return fitting(await issuers.get(kernel.registry)?.(token), credential)
  const own = orgOf(token)
  if (own === undefined) return undefined
  const [row] = await kernel.database.system<{ who: Recognised | null }>`
    SELECT identity.resolve_token(${own}::uuid, ${hashOf(token)}) AS who`
  return fitting(row?.who, credential)
}

/** A credential never speaks for another organisation or person than was asked for. */
function fitting(
  who: Recognised | null | undefined,
  { org, person }: Credential,
): Recognised | undefined {
  if (!who || (org !== undefined && who.org !== org) || (person !== undefined && who.id !== person))
    return undefined
  return who
}

export interface NewSession {
  readonly account: string
  readonly organisation?: string | undefined
  readonly person?: string | undefined
  readonly device: string
  readonly address?: string | undefined
  /** The session that this one goes on from, of the same account in the same browser. */
  readonly root?: string | undefined
  /** How it was proved who it is (RFC 8176). */
  readonly amr?: string | undefined
}
/** `sql` is the operator organisation's. */
export async function issueSession(
  sql: Sql,
  session: NewSession,
): Promise<{ id: string; token: string; expires: string }> {
  const [id, token] = [newId(), randomToken()]
  const [row] = await sql<{ expires_at: string }>`
    INSERT INTO identity.session (org, id, account, organisation, person, device, address, expires_at, hash, root, amr)
    VALUES (${OPERATOR_ORG}, ${id}, ${session.account}, ${session.organisation ?? null}, ${session.person ?? null},
      ${session.device}, ${session.address ?? null}, clock_timestamp() + ${SESSION_MAX_MS} * interval '1 ms', ${hashOf(token)},
      ${session.root ?? id}, ${session.amr ?? 'pwd'})
    RETURNING expires_at`
  return { id, token, expires: row!.expires_at }
}

export interface NewSecret {
  readonly kind: SecretKind
  readonly lifeMs: number
  readonly account?: string | undefined
  readonly data?: Readonly<Record<string, unknown>>
  /** Chosen elsewhere, e.g. a recovery code; default 256 random bits. */
  readonly token?: string
}
export async function issueSecret(
  sql: Sql,
  { kind, lifeMs, account, data = {}, token = randomToken() }: NewSecret,
): Promise<string> {
  await sql`
    INSERT INTO identity.secret (org, id, kind, hash, account, data, expires_at)
    VALUES (${OPERATOR_ORG}, ${newId()}, ${kind}, ${hashOf(token)}, ${account ?? null}, ${JSON.stringify(data)}::jsonb,
      clock_timestamp() + ${lifeMs} * interval '1 ms')`
  return token
}

/** Looks without using it up. */
export async function readSecret(
  sql: Sql,
  kind: SecretKind,
  token: string,
): Promise<Secret | undefined> {
  const [row] = await sql<Secret & { account: string | null }>`
    SELECT id, account, data FROM identity.secret
    WHERE org = ${OPERATOR_ORG} AND kind = ${kind} AND hash = ${hashOf(token)} AND used_at IS NULL AND expires_at > clock_timestamp()`
  return secretOf(row)
}

/** Uses it up: of two who come with the same secret at once, one gets it. */
export async function useSecret(
  sql: Sql,
  kind: SecretKind,
  token: string,
): Promise<Secret | undefined> {
  const [row] = await sql<Secret & { account: string | null }>`
    UPDATE identity.secret SET used_at = clock_timestamp()
    WHERE org = ${OPERATOR_ORG} AND kind = ${kind} AND hash = ${hashOf(token)} AND used_at IS NULL AND expires_at > clock_timestamp()
    RETURNING id, account, data`
  return secretOf(row)
}

/** What it was used for did not happen after all. */
export async function reviveSecret(sql: Sql, kind: SecretKind, token: string): Promise<void> {
  await sql`UPDATE identity.secret SET used_at = NULL WHERE org = ${OPERATOR_ORG} AND kind = ${kind} AND hash = ${hashOf(token)}`
}

/** One more try at what it guards; `undefined` once `triesMax` were made. */
export async function trySecret(
  sql: Sql,
  kind: SecretKind,
  token: string,
  triesMax: number,
): Promise<Secret | undefined> {
  const [row] = await sql<Secret & { account: string | null }>`
    UPDATE identity.secret SET tries = tries + 1
    WHERE org = ${OPERATOR_ORG} AND kind = ${kind} AND hash = ${hashOf(token)} AND used_at IS NULL AND expires_at > clock_timestamp() AND tries < ${triesMax}
    RETURNING id, account, data`
  return secretOf(row)
}

/** None of these opens anything any more. */
export async function dropSecrets(sql: Sql, kind: SecretKind, account?: string): Promise<void> {
  await sql`DELETE FROM identity.secret WHERE org = ${OPERATOR_ORG} AND kind = ${kind} AND account IS NOT DISTINCT FROM ${account ?? null}::uuid`
}

const secretOf = (row: (Secret & { account: string | null }) | undefined): Secret | undefined =>
  row && { id: row.id, data: row.data, ...(row.account === null ? {} : { account: row.account }) }
