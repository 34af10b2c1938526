import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { stripTypeScriptTypes } from 'node:module'
import { join, resolve } from 'node:path'
import { appFiles } from './app-template.ts'
import { ROOT } from './open-kernel.ts'
import { moduleFiles } from './module-template.ts'

/**
 * `new module NAME`: one folder that boots, is on every door and passes the contract tests.
 * `new app NAME`: a vendor's server of its own, in a folder here, that needs nothing installed.
 */
export async function run([what, name]: string[]): Promise<void> {
  if (what === 'app' && name) return newApp(name)
  if (what !== 'module' || !name)
    throw new Error('Usage: ./tenon new module NAME, or ./tenon new app NAME')
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

async function newApp(name: string): Promise<void> {
  if (!/^[a-z][a-z0-9]{1,30}$/.test(name))
    throw new Error('An app name is one lower-case word of letters and digits.')
  const folder = resolve(name)
  if (existsSync(folder)) throw new Error(`${folder} exists already.`)
  await mkdir(folder, { recursive: true })
  for (const [path, text] of Object.entries(appFiles(name)))
    await writeFile(join(folder, path), text)
  await bringSdk(join(folder, 'tenon-sdk'))
  // What `npm install` would make of the dependency on that folder.
  await mkdir(join(folder, 'node_modules', '@tenon'), { recursive: true })
  await symlink(join('..', '..', 'tenon-sdk'), join(folder, 'node_modules', '@tenon', 'sdk'), 'dir')
  process.stdout.write(
    `${folder} is there. Next:\n  1. cd ${name} && npm start        it listens on http://localhost:7200\n  2. in Tenon: Admin, Vendors’ software, Add software, that address\n  3. “+” in a conversation          your note, as a card\n`,
  )
}

/** The SDK as plain JavaScript, so that it runs wherever the app goes. */
async function bringSdk(folder: string): Promise<void> {
  const sdk = join(ROOT, 'sdk')
  await mkdir(folder, { recursive: true })
  for (const file of await readdir(sdk)) {
    if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue
    const source = await readFile(join(sdk, file), 'utf8')
    const script = stripTypeScriptTypes(source).replaceAll(/(from '\.\/[\w-]+)\.ts'/g, "$1.js'")
    await writeFile(join(folder, file.replace(/\.ts$/, '.js')), script)
  }
  const { version, license } = JSON.parse(await readFile(join(sdk, 'package.json'), 'utf8')) as {
    version: string
    license: string
  }
  const exported = { '.': './index.js', './page': './page.js' }
  await writeFile(
    join(folder, 'package.json'),
    `${JSON.stringify({ name: '@tenon/sdk', version, license, type: 'module', exports: exported }, null, 2)}\n`,
  )
}
