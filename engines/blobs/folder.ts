import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail, type BlobPage, type Blobs } from '#kernel'
import { requireKey } from './key.ts'

/**
 * Blobs in a folder. Bytes stream into `incoming/`, are fsynced and then renamed, so a key either
 * holds all of its content or does not exist; what a crash left in `incoming/` goes at a later open,
 * not at once, since another node may be writing to the same folder.
 */
export async function openFolder({ folder }: { folder: string }): Promise<Blobs> {
  const incoming = join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await clear(incoming)

  return {
    async put(key, body) {
      const target = pathOf(folder, key)
      const temporary = join(incoming, randomUUID())
      try {
        const written = await write(temporary, body)
        const made = await mkdir(dirname(target), { recursive: true, mode: 0o700 })
        await rename(temporary, target)
        await syncFolder(dirname(target))
        if (made)
          for (const above of ['..', '../..']) await syncFolder(join(dirname(target), above))
        return written
      } catch (error) {
        await rm(temporary, { force: true })
        throw isFull(error) ? diskFull() : error
      }
    },

    async get(key, range) {
      const path = pathOf(folder, key)
      const found = await stat(path).catch(() => undefined)
      if (!found?.isFile()) throw fail('notFound', 'The content of this file is missing.')
      const stream = createReadStream(path, range ?? {})
      await new Promise<void>((opened, failed) => {
        stream.once('open', () => opened())
        stream.once('error', failed)
      })
      return stream
    },

    async delete(key) {
      await rm(pathOf(folder, key), { force: true })
    },

    /** Folder by folder, each of them whole; `next` is the last one. */
    async list(after, limit) {
      const items: BlobPage['items'][number][] = []
      for (const upper of await branches(folder))
        for (const lower of await branches(join(folder, upper))) {
          const branch = `${upper}/${lower}`
          if (after !== undefined && branch <= after) continue
          for (const name of await readdir(join(folder, branch))) {
            const found = await stat(join(folder, branch, name)).catch(() => undefined)
            if (found?.isFile())
              items.push({ key: name.replaceAll('~', '/'), size: found.size, at: found.mtime })
          }
          if (items.length >= limit) return { items, next: branch }
        }
      return { items }
    },
  }
}

const branches = async (path: string): Promise<string[]> =>
  (await readdir(path)).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort()

/** Two levels of folders by hash keep any one folder small. */
export function folderPath(key: string): string {
  const hash = createHash('sha256').update(requireKey(key)).digest('hex')
  return join(hash.slice(0, 2), hash.slice(2, 4), key.replaceAll('/', '~'))
}
const pathOf = (folder: string, key: string): string => join(folder, folderPath(key))

/** Longer than any upload takes. */
const ABANDONED_AFTER_MS = 24 * 3_600_000

async function clear(incoming: string) {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const found = await stat(path).catch(() => undefined)
    if (found && found.mtimeMs < Date.now() - ABANDONED_AFTER_MS) await rm(path, { force: true })
  }
}

async function write(path: string, body: AsyncIterable<Uint8Array> | Uint8Array) {
  const hash = createHash('sha256')
  let size = 0
  await using file = await open(path, 'wx', 0o600)
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    hash.update(chunk)
    size += chunk.byteLength
    for (let at = 0; at < chunk.byteLength;) at += (await file.write(chunk, at)).bytesWritten
  }
  await file.sync()
  return { size, sha256: hash.digest('hex') }
}

/** A rename is durable only when its folder is. Windows cannot open folders and needs no such step. */
async function syncFolder(path: string) {
  if (process.platform === 'win32') return
  await using folder = await open(path, 'r')
  await folder.sync()
}

const isFull = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
const diskFull = () =>
  fail(
    'unavailable',
    'There is no room left to store files.',
    'Free space on the server, then try again.',
  )
