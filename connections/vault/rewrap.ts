import type { BaseContext } from '#kernel'
import { addKey, currentKey, unwrapKey } from './keys.ts'
import { decrypt, encrypt, placeOf, type Key } from './seal.ts'

/** Data keys that are wrapped anew in one transaction: far below what one may last. */
export const CHUNK = 4000

type World = Pick<BaseContext, 'org' | 'sql' | 'secrets'>

/** A new key for the organisation; from now on it seals. */
export async function nextKey(world: World): Promise<number> {
  const { version } = await currentKey(world)
  await addKey(world, version + 1)
  return version + 1
}

/** Wraps some of the data keys that an older key still wraps; values are not touched. Answers how many, 0 when it is done. */
export async function rewrapSome(world: World, chunk = CHUNK): Promise<number> {
  const { org, sql, secrets } = world
  const newest = await currentKey(world)
  const rows = await sql<{
    at: string
    account: string
    field: string
    key_version: number
    key: string
    wrapped: Buffer
  }>`
    SELECT s.ctid::text AS at, s.account, s.field, s.key_version, k.wrapped AS key, s.wrapped
    FROM vault.secret s JOIN vault.key k ON k.org = s.org AND k.version = s.key_version
    WHERE s.org = ${org} AND s.key_version < ${newest.version} ORDER BY s.key_version LIMIT ${chunk} FOR UPDATE OF s SKIP LOCKED`
  const [places, anew, dead]: string[][] = [[], [], []]
  for (const { at, account, field, key_version, key, wrapped } of rows) {
    const old = unwrapKey(secrets, org, key_version, key)
    const dataKey = opened(old.key, wrapped, placeOf(org, account, field, key_version))
    if (!dataKey) dead!.push(account)
    else {
      const sealed = encrypt(newest.key, dataKey, placeOf(org, account, field, newest.version))
      places!.push(at)
      anew!.push(sealed.toString('base64'))
    }
  }
  // Locked rows keep their place, and by it they are found whatever the planner believes of a table that has just grown.
  if (anew!.length > 0)
    await sql`
      UPDATE vault.secret s SET wrapped = decode(r.wrapped, 'base64'), key_version = ${newest.version}
      FROM unnest(${places}::text[], ${anew}::text[]) AS r(at, wrapped) WHERE s.ctid = r.at::tid AND s.org = ${org}`
  if (dead!.length > 0) await drop(world, dead!, newest.version)
  return rows.length
}

/** What does not open was altered or copied from elsewhere: it is of no use to anybody, and must not stand in the way of the others. */
function opened(key: Key, wrapped: Uint8Array, place: string): Buffer | undefined {
  try {
    return decrypt(key, wrapped, place)
  } catch {
    return undefined
  }
}

async function drop(
  { org, sql }: World,
  accounts: readonly string[],
  below: number,
): Promise<void> {
  await sql`DELETE FROM vault.secret WHERE org = ${org} AND account = ANY (${accounts}::uuid[]) AND key_version < ${below}`
  await sql`
    UPDATE vault.account SET state = 'exhausted', last_error = 'Its stored credential could not be read any more.', failing_since = now(), rev = rev + 1, updated_at = now()
    WHERE org = ${org} AND id = ANY (${accounts}::uuid[])`
}

/** Keys that wrap nothing any more go; one that somebody seals under at this moment is waited for. */
export async function dropOldKeys({ org, sql }: World): Promise<void> {
  await sql`SELECT version FROM vault.key WHERE org = ${org} FOR UPDATE`
  await sql`
    DELETE FROM vault.key k WHERE k.org = ${org} AND k.version < (SELECT max(version) FROM vault.key WHERE org = ${org})
      AND NOT EXISTS (SELECT FROM vault.secret s WHERE s.org = k.org AND s.key_version = k.version)`
}
