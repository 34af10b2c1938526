import { createSecretKey, randomBytes, type KeyObject } from 'node:crypto'
import type { Secrets, Sql } from '#kernel'
import { KEY_BYTES } from './seal.ts'

export interface OrgKey {
  readonly version: number
  readonly key: KeyObject
}

/** Opened keys are remembered under what they were wrapped as: whoever still finds the row may still read. */
const opened = new Map<string, KeyObject>()
const OPENED_MAX = 1000

export function unwrapKey(secrets: Secrets, org: string, version: number, wrapped: string): OrgKey {
  const known = opened.get(wrapped)
  if (known) return { version, key: known }
  const key = createSecretKey(secrets.open(wrapped, boundTo(org, version)), 'base64')
  if (opened.size >= OPENED_MAX) opened.clear()
  opened.set(wrapped, key)
  return { version, key }
}

const boundTo = (org: string, version: number): string => `vault.key ${org} ${version}`

interface Asked {
  readonly org: string
  readonly sql: Sql
  readonly secrets: Secrets
}

/**
 * The organisation's newest key; its first is made here. Held until commit: a rotation that wants to drop
 * it waits for what is being sealed under it.
 */
export async function currentKey({ org, sql, secrets }: Asked): Promise<OrgKey> {
  const newest = () => sql<{ version: number; wrapped: string }>`
    SELECT version, wrapped FROM vault.key WHERE org = ${org} ORDER BY version DESC LIMIT 1 FOR SHARE`
  let [row] = await newest()
  if (!row) {
    await addKey({ org, sql, secrets }, 1)
    ;[row] = await newest()
  }
  return unwrapKey(secrets, org, row!.version, row!.wrapped)
}

/** A new key of this version, unless there is one. */
export async function addKey({ org, sql, secrets }: Asked, version: number): Promise<void> {
  const wrapped = secrets.seal(randomBytes(KEY_BYTES).toString('base64'), boundTo(org, version))
  await sql`INSERT INTO vault.key (org, version, wrapped) VALUES (${org}, ${version}, ${wrapped}) ON CONFLICT DO NOTHING`
}

/** What is remembered of an organisation's keys goes with them. */
export function forgetKeys(wrapped: readonly string[]): void {
  for (const each of wrapped) opened.delete(each)
}
