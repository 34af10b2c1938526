import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT, type Step } from './open-kernel.ts'

export const WEB_DIR = join(ROOT, 'dist', 'web')
const STAMP = join(ROOT, 'dist', 'web.stamp')

/** Builds the web once, and again only when its sources changed (by size and time of each file). */
export async function buildWeb(step: Step): Promise<void> {
  const stamp = await sourcesStamp()
  if (
    existsSync(join(WEB_DIR, 'index.html')) &&
    existsSync(STAMP) &&
    readFileSync(STAMP, 'utf8') === stamp
  ) {
    step('web', 'up to date')
    return
  }
  step('web', 'building, this takes a moment …')
  const started = Date.now()
  const { build } = await import('vite')
  await build({ configFile: join(ROOT, 'web', 'vite.config.ts'), logLevel: 'warn' })
  writeFileSync(STAMP, stamp)
  step('web', `built in ${((Date.now() - started) / 1000).toFixed(1)} s`)
}

async function sourcesStamp(): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(join(ROOT, 'package-lock.json')))
  for (const folder of ['web', 'modules', 'kernel']) {
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
