import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { TenonError } from '#kernel'
import { folderPath, openBlobs } from '#engines/blobs'
import { blobsOf, type Environment } from './environment.ts'

type Progress = (done: number, all: number, what: string) => void
type Store = Pick<Environment, 'data' | 'blobsUrl'>

export interface BackupBlob {
  /** Its path below `blobs/`, the same as in a folder store. */
  readonly key: string
  readonly size: number
  readonly sha256: string
}

const PAGE = 1000
/** What is about the store itself: who owns it, whether it can be written. */
const OWN = /^(tenon|doctor)\//

/** Every file of the store, whichever it is. One that was deleted meanwhile is no longer needed. */
export async function copyBlobs(
  environment: Store,
  to: string,
  progress: Progress,
): Promise<BackupBlob[]> {
  const store = await openBlobs(blobsOf(environment))
  const blobs: BackupBlob[] = []
  let next: string | undefined
  do {
    const page = await store.list(next, PAGE)
    for (const { key } of page.items) {
      if (OWN.test(key)) continue
      progress(blobs.length, blobs.length + 1, 'files')
      const path = folderPath(key)
      const target = join(to, path)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      const content = await store.get(key).catch((error: unknown) => {
        if (error instanceof TenonError && error.kind === 'notFound') return undefined
        throw error
      })
      if (!content) continue
      await pipeline(content, createWriteStream(target, { mode: 0o600 }))
      const { size } = await stat(target)
      blobs.push({ key: path, size, sha256: await hashFile(target) })
    }
    next = page.next
  } while (next !== undefined)
  return blobs.sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** Before anything is restored: a damaged file must not leave half of it behind. */
export async function verifyBlobs(
  blobs: readonly BackupBlob[],
  folder: string,
  progress: Progress,
): Promise<void> {
  for (const [index, { key, sha256 }] of blobs.entries()) {
    progress(index, blobs.length, 'files verified')
    const found = await hashFile(join(folder, 'blobs', key)).catch(() => 'missing')
    if (found !== sha256)
      throw new Error(`The file ${key} differs from the backup: nothing was restored.`)
  }
}

/** Into the store this server is set to, which need not be of the kind that was backed up. */
export async function restoreBlobs(
  blobs: readonly BackupBlob[],
  folder: string,
  environment: Store,
  progress: Progress,
): Promise<void> {
  const where = blobsOf(environment)
  const present = where.url ? [] : await readdir(where.folder).catch(() => [])
  if (present.some((name) => name !== 'incoming')) throw new Error(`${where.folder} is not empty.`)
  const store = await openBlobs(where)
  for (const [index, { key, sha256 }] of blobs.entries()) {
    progress(index, blobs.length, 'files')
    const source = createReadStream(join(folder, 'blobs', key))
    const put = await store.put(basename(key).replaceAll('~', '/'), source)
    if (put.sha256 !== sha256) throw new Error(`The file ${key} differs from the backup.`)
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer)
  return hash.digest('hex')
}
