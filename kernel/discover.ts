import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Module } from './define-module.ts'
import { readMigrations, type Migration } from './migrate.ts'
import { makeRegistry, type Registry } from './registry.ts'

export interface Installation {
  readonly registry: Registry
  readonly migrations: readonly Migration[]
}

/** Reads `modules/*`: a new module is one folder and no edit elsewhere. */
export async function discover(root: string): Promise<Installation> {
  const folder = join(root, 'modules')
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'module.ts')))
    .map(({ name }) => name)
    .sort()
  const found = await Promise.all(
    names.map(async (name) => {
      const { default: module } = (await import(
        pathToFileURL(join(folder, name, 'module.ts')).href
      )) as { default: Module }
      if (module?.id !== name)
        throw new Error(`modules/${name}/module.ts must default-export the module ${name}`)
      const zh = await readFile(join(folder, name, 'i18n', 'zh.json'), 'utf8').catch(() => '{}')
      return {
        module,
        zh: JSON.parse(zh) as Record<string, string>,
        migrations: await readMigrations(name, join(folder, name, 'migrations')),
      }
    }),
  )
  const registry = makeRegistry(
    found.map(({ module }) => module),
    found.map(({ zh }) => zh),
  )
  const byModule = new Map(found.map((each) => [each.module.id, each.migrations]))
  const kernel = await readMigrations('kernel', join(root, 'kernel', 'migrations'))
  return {
    registry,
    migrations: [
      ...kernel,
      ...[...registry.modules.keys()].flatMap((id) => byModule.get(id) ?? []),
    ],
  }
}
