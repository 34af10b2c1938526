import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ROOT, type Step } from './open-kernel.ts'

export const WEB_DIR = join(ROOT, 'dist', 'web')
const STAMP = join(ROOT, 'dist', 'web.stamp')

/** Builds the web once, and again only when its sources changed (by size and time of each file). */
export async function buildWeb(step: Step): Promise<void> {
  const stamp = await sourcesStamp()
  const built = (): boolean =>
    existsSync(join(WEB_DIR, 'index.html')) &&
    existsSync(STAMP) &&
    readFileSync(STAMP, 'utf8') === stamp
  if (built()) return step('web', 'up to date')
  step('web', 'building, this takes a moment …')
  const started = Date.now()
  await alone(async () => {
    // Whoever waited for another process finds its work done.
    if (built()) return
    const { build } = await import('vite')
    await build({ configFile: join(ROOT, 'web', 'vite.config.ts'), logLevel: 'warn' })
    writeFileSync(STAMP, stamp)
  })
  step('web', `built in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

/** A build takes seconds; a lock older than this was left by a process that died. */
const LOCK_MS_MAX = 120_000

/** One process at a time writes `dist/web`: a folder is a lock that every file system knows. */
async function alone(work: () => Promise<void>): Promise<void> {
  const lock = join(ROOT, 'dist', 'web.lock')
  mkdirSync(join(ROOT, 'dist'), { recursive: true })
  for (;;) {
    try {
      mkdirSync(lock)
      break
    } catch {
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
      if (age > LOCK_MS_MAX) rmSync(lock, { recursive: true, force: true })
      else await pause(100)
    }
  }
  try {
    await work()
  } finally {
    rmSync(lock, { recursive: true, force: true })
  }
}

async function sourcesStamp(): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')))
  for (const folder of ['web', 'modules', 'connections', 'kernel']) {
    const names = await readdir(join(ROOT, folder), { recursive: true })
    for (const name of names
      .filter((each) => /\.(tsx?|css|html|js|svg|json)$/.test(each) && !each.includes('.test.'))
      .sort()) {
      const { size, mtimeMs } = await stat(join(ROOT, folder, name))
      hash.update(`${folder}/${name} ${size} ${Math.floor(mtimeMs)}\n`)
    }
  }
  return hash.digest('hex')
}
