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

/** Where modules of this repository live: what a company uses, and what joins it to other software. */
export const HOMES = ['modules', 'connections'] as const

/** Reads `modules/*` and `connections/*`: a new module is one folder and no edit elsewhere. */
export async function discover(root: string): Promise<Installation> {
  const found = await Promise.all(
    (await moduleFolders(root)).map(async ({ name, home, folder }) => {
      const { default: module } = (await import(pathToFileURL(join(folder, 'module.ts')).href)) as {
        default: Module
      }
      if (module?.id !== name)
        throw new Error(`${home}/${name}/module.ts must default-export the module ${name}`)
      const zh = await readFile(join(folder, 'i18n', 'zh.json'), 'utf8').catch(() => '{}')
      return {
        module,
        zh: JSON.parse(zh) as Record<string, string>,
        migrations: await readMigrations(name, join(folder, 'migrations')),
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

/** Folders without a `module.ts` are ways out that only code uses. */
export async function moduleFolders(
  root: string,
): Promise<{ name: string; home: string; folder: string }[]> {
  const all = await Promise.all(
    HOMES.map(async (home) =>
      (await readdir(join(root, home), { withFileTypes: true })).map((entry) => ({
        entry,
        home,
        name: entry.name,
        folder: join(root, home, entry.name),
      })),
    ),
  )
  return all
    .flat()
    .filter(({ entry, folder }) => entry.isDirectory() && existsSync(join(folder, 'module.ts')))
    .map(({ name, home, folder }) => ({ name, home, folder }))
    .sort((a, b) => a.name.localeCompare(b.name))
}
