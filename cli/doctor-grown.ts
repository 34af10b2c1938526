import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { buffer } from 'node:stream/consumers'
import { openEgress } from '#connections/egress'
import { openBlobs } from '#engines/blobs'
import { natsBus } from '#engines/bus'
import { withClient } from '#engines/postgres'
import type { Check } from './doctor.ts'
import { blobsOf, type Environment } from './environment.ts'

/** A bus that cannot be reached by then is not there. */
const BUS_MS = 3_000

/** What the operator named beyond this machine: is it there, and does it do what it is for? */
export async function grownChecks(environment: Environment): Promise<Check[]> {
  return [
    ...(environment.busUrl ? [await busCheck(environment.busUrl)] : []),
    ...(environment.blobsUrl ? [await blobsCheck(environment)] : []),
    ...(environment.egressAllow.length ? [egressCheck(environment.egressAllow)] : []),
    ...(environment.database ? await nodesCheck(environment.database.ownerUrl) : []),
  ]
}

async function busCheck(url: string): Promise<Check> {
  const fix = 'Correct TENON_BUS_URL. Until then nodes look for news themselves, a little later.'
  try {
    const bus = natsBus(url)
    const deadline = Date.now() + BUS_MS
    while (!bus.connected && Date.now() < deadline) await sleep(50)
    const ok = bus.connected
    await bus[Symbol.asyncDispose]()
    return { name: 'bus', value: ok ? 'NATS answers' : 'NATS does not answer', ok, fix }
  } catch (error) {
    return { name: 'bus', value: (error as Error).message, ok: false, fix }
  }
}

async function blobsCheck(environment: Environment): Promise<Check> {
  const fix =
    'Correct TENON_BLOBS_URL; the bucket must exist and the key may read, write, list and delete.'
  try {
    const blobs = await openBlobs(blobsOf(environment))
    const key = `doctor/${randomUUID()}`
    await blobs.put(key, Buffer.from(key))
    const same = String(await buffer(await blobs.get(key))) === key
    await blobs.list(undefined, 1)
    await blobs.delete(key)
    return {
      name: 'files',
      value: same ? 'written, read, deleted' : 'read back differently',
      ok: same,
      fix,
    }
  } catch (error) {
    const { message, details } = error as Error & { details?: { store?: string } }
    return { name: 'files', value: `${message} ${details?.store ?? ''}`.trim(), ok: false, fix }
  }
}

function egressCheck(allow: readonly string[]): Check {
  try {
    openEgress(allow)
    return { name: 'egress', value: `${allow.length} networks allowed`, ok: true, fix: '' }
  } catch (error) {
    const { message, fix = '' } = error as Error & { fix?: string }
    return { name: 'egress', value: message, ok: false, fix }
  }
}

async function nodesCheck(connectionString: string): Promise<Check[]> {
  try {
    return await withClient({ connectionString }, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `SELECT name FROM kernel.node WHERE seen_at > clock_timestamp() - interval '5 s' ORDER BY name`,
      )
      const names = rows.map(({ name }) => name).join(', ')
      return [{ name: 'nodes', value: names || 'none runs', ok: true, fix: '' }]
    })
  } catch {
    // Said by the database's own check.
    return []
  }
}
