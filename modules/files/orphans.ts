import { text } from 'node:stream/consumers'
import { TenonError, type Kernel } from '#kernel'

/** An upload ends, or is given up, long before. */
const ORPHANED_AFTER_MS = 24 * 3_600_000
const SWEEP_EVERY_MS = 3_600_000
/** Keys looked at together. */
const PAGE = 1000
/** Pages in one go; the next hour goes on where this one stopped. */
const PAGES_MAX = 20
/** `<organisation>/<upload>`, a preview with its size behind. Whatever looks otherwise is not ours. */
const KEY = /^(?<base>(?<org>[0-9a-f-]{36})\/(?<upload>[0-9a-f-]{36}))(\.[a-z0-9]+)?$/
/** Says which database may judge what lies in this store. */
const OWNER = 'tenon/owner'

type Store = Pick<Kernel, 'blobs' | 'database' | 'log'>

/**
 * Deletes bytes that no row names: a crash between storing an upload and its commit leaves them. A key
 * is new with each upload and only that upload's own command can name it, so what is a day old and
 * unnamed stays unnamed. Answers how many went and where to go on.
 */
export async function sweepOrphans(
  kernel: Store,
  from: string | undefined,
  now = Date.now(),
): Promise<{ deleted: number; next: string | undefined }> {
  let deleted = 0
  let next = from
  if (!(await isOwner(kernel))) return { deleted, next }
  for (let page = 0; page < PAGES_MAX; page++) {
    const found = await kernel.blobs.list(next, PAGE)
    const old = found.items.flatMap(({ key, at }) => {
      const { base, org, upload } = KEY.exec(key)?.groups ?? {}
      const youngest = Math.max(at.getTime(), upload ? timeOf(upload) : Infinity)
      return base && org && now - youngest > ORPHANED_AFTER_MS ? [{ key, base, org }] : []
    })
    const unnamed = new Set(await unnamedOf(kernel, old))
    for (const { key, base } of old) {
      if (!unnamed.has(base)) continue
      await kernel.blobs.delete(key)
      deleted++
    }
    next = found.next
    if (next === undefined) break
  }
  return { deleted, next }
}

async function unnamedOf(
  { database }: Store,
  old: readonly { base: string; org: string }[],
): Promise<string[]> {
  if (old.length === 0) return []
  const orgs = new Map(old.map(({ base, org }) => [base, org]))
  const rows = await database.system<{ key: string }>`
    SELECT key FROM files.unnamed(${[...orgs.values()]}::uuid[], ${[...orgs.keys()]}::text[])`
  return rows.map(({ key }) => key)
}

/** A copy of the database that was pointed at the same store must not delete what it does not know. */
async function isOwner({ blobs, database, log }: Store): Promise<boolean> {
  const [row] = await database.system<{ id: string }>`
    SELECT md5((SELECT system_identifier FROM pg_control_system()) || ' ' || current_database()) AS id`
  const owner = await blobs.get(OWNER).then(text, (error: unknown) => {
    if (error instanceof TenonError && error.kind === 'notFound') return undefined
    throw error
  })
  if (owner === row!.id) return true
  if (owner === undefined) {
    await blobs.put(OWNER, Buffer.from(row!.id))
    return true
  }
  log.warn(
    { owner },
    `forgotten uploads stay: the file store belongs to another database. If that one is gone for good, delete ${OWNER} from the store`,
  )
  return false
}

/** The first 48 bits of a UUIDv7 are its time. */
const timeOf = (id: string): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

/** Every node does it now and then; doing it twice costs a little and harms nothing. */
export async function startSweeping(kernel: Kernel): Promise<AsyncDisposable> {
  let next: string | undefined
  let sweeping: Promise<void> | undefined
  const timer = setInterval(() => {
    sweeping ??= sweepOrphans(kernel, next)
      .then((done) => {
        next = done.next
        if (done.deleted)
          kernel.log.info({ deleted: done.deleted }, 'forgotten uploads were deleted')
      })
      .catch((error: unknown) =>
        kernel.log.warn({ error: String(error) }, 'forgotten uploads could not be deleted'),
      )
      .finally(() => (sweeping = undefined))
  }, SWEEP_EVERY_MS)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await sweeping
    },
  }
}
