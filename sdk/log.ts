import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * A file of JSON lines that is safe once it says so: every append is fsynced before its promise
 * resolves, many at once together. What was cut off by a crash in the middle of a line never counted.
 */
export interface Log<E> extends AsyncDisposable {
  readonly entries: readonly E[]
  append(entry: E): Promise<void>
}

/** `keep` makes a shorter list of the same meaning; the file is written anew with it when it opens. */
export async function openLog<E>(path: string, keep?: (all: E[]) => E[]): Promise<Log<E>> {
  mkdirSync(dirname(path), { recursive: true })
  const read = existsSync(path) ? linesOf<E>(readFileSync(path, 'utf8')) : []
  const entries = keep ? keep(read) : read
  if (existsSync(path)) {
    writeFileSync(`${path}.new`, entries.map((one) => `${JSON.stringify(one)}\n`).join(''), {
      flush: true,
    })
    renameSync(`${path}.new`, path)
  }
  const file = await open(path, 'a')
  await sync(dirname(path))
  return { entries, append: writer(file), [Symbol.asyncDispose]: () => file.close() }
}

function linesOf<E>(text: string): E[] {
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  return whole.split('\n').flatMap((line) => (line ? [JSON.parse(line) as E] : []))
}

/** One write and one fsync for all that wait. */
function writer<E>(file: FileHandle): (entry: E) => Promise<void> {
  let waiting: { line: string; done(): void; failed(error: unknown): void }[] = []
  let busy = false
  const flush = async (): Promise<void> => {
    busy = true
    while (waiting.length) {
      const now = waiting
      waiting = []
      try {
        await file.write(now.map(({ line }) => line).join(''))
        await file.datasync()
        for (const { done } of now) done()
      } catch (error) {
        for (const { failed } of now) failed(error)
      }
    }
    busy = false
  }
  return (entry) =>
    new Promise((done, failed) => {
      waiting.push({ line: `${JSON.stringify(entry)}\n`, done, failed })
      if (!busy) void flush()
    })
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync()
  await handle.close()
}
