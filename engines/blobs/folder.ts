import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fail, type Blobs } from '#kernel'

/**
 * Blobs in a folder. Bytes stream into `incoming/`, are fsynced and then renamed, so a key either
 * holds all of its content or does not exist; what a crash left in `incoming/` goes at a later open,
 * not at once, since another node may be writing to the same folder.
 */
export async function openBlobs({ folder }: { folder: string }): Promise<Blobs> {
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
  }
}

/** Keys are our own making: segments of letters, digits, `_`, `-` and inner dots; nothing climbs out. */
const KEY = /^[A-Za-z0-9_-][A-Za-z0-9_.-]*(\/[A-Za-z0-9_-][A-Za-z0-9_.-]*){0,7}$/
/** As a file name, with room to spare. */
const KEY_LENGTH_MAX = 200

/** Two levels of folders by hash keep any one folder small. */
function pathOf(folder: string, key: string): string {
  if (key.length > KEY_LENGTH_MAX || !KEY.test(key) || key.includes('..')) {
    throw fail('invalid', 'Not a storage key.')
  }
  const hash = createHash('sha256').update(key).digest('hex')
  return join(folder, hash.slice(0, 2), hash.slice(2, 4), key.replaceAll('/', '~'))
}

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
