import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from './open-kernel.ts'
import { moduleFiles } from './module-template.ts'

/** `new module NAME`: one folder that boots, is on every door and passes the contract tests. */
export async function run([what, name]: string[]): Promise<void> {
  if (what !== 'module' || !name) throw new Error('Usage: ./tenon new module NAME')
  if (!/^[a-z][a-z0-9]{1,30}$/.test(name))
    throw new Error('A module name is one lower-case word of letters and digits.')
  const folder = join(ROOT, 'modules', name)
  if (existsSync(folder)) throw new Error(`modules/${name} exists already.`)
  for (const [path, text] of Object.entries(moduleFiles(name))) {
    await mkdir(join(folder, path, '..'), { recursive: true })
    await writeFile(join(folder, path), text)
  }
  process.stdout.write(
    `modules/${name} is there. Next:\n  1. npm test -- modules/${name}/actions/item.finish.test.ts   on a real database\n  2. ./tenon openapi --write       the contract it adds\n  3. npm start                     its page is in the rail\n`,
  )
}
