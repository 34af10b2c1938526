import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

export const root = join(import.meta.dirname, '..')

/** Every file of the repository, new ones included, deleted and ignored ones not. */
export const files: readonly string[] = execFileSync(
  'git',
  // A checkout may belong to someone else than who tests it.
  ['-c', 'safe.directory=*', 'ls-files', '-co', '--exclude-standard', '-z'],
  { cwd: root, encoding: 'utf8', maxBuffer: 64_000_000 },
)
  .split('\0')
  .filter((path) => path !== '' && existsSync(join(root, path)))
  .toSorted()

export const isCode = (path: string) => /\.(ts|tsx|mjs)$/.test(path)
/** Tests stand their subject up, so they may reach for everything. */
export const isTest = (path: string) =>
  /(\.test\.tsx?|(^|\/)testing\.ts)$/.test(path) || /(^|\/)testing\//.test(path)

export const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Fails with the whole list, one a line. */
export function none(found: readonly string[]): void {
  if (found.length > 0) assert.fail(`\n${found.join('\n')}`)
}

export type Import = { from: string; to: string; typeOnly: boolean; line: number }

/** The imports of a file among our own: paths from the root. Packages are left out. */
export function importsOf(from: string): Import[] {
  const source = read(from)
  return [...source.matchAll(IMPORT)].flatMap((match) => {
    const { type, named, dynamic, typeQuery } = match.groups ?? {}
    const to = resolve(from, named ?? dynamic ?? typeQuery ?? '')
    const line = source.slice(0, match.index).split('\n').length
    return to === undefined ? [] : [{ from, to, line, typeOnly: Boolean(type ?? typeQuery) }]
  })
}

const IMPORT =
  /^\s*(?:import|export)\s+(?<type>type\s+)?(?:[\w*{}\s,$]+?\sfrom\s+)?'(?<named>[^'\n]+)'|\bimport\(\s*'(?<typeQuery>[^'\n]+)'\s*\)\.[A-Z]|\bimport\(\s*'(?<dynamic>[^'\n]+)'\s*\)/gm

function resolve(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.'))
    return posix.normalize(posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')))
  if (!specifier.startsWith('#')) return undefined
  const [area = '', ...rest] = specifier.slice(1).split('/')
  if (area === 'web') return 'web/kit/index.ts'
  if (rest.length === 0) return `${area}/index.ts`
  return area === 'kernel' ? `kernel/${rest.join('/')}.ts` : `${area}/${rest.join('/')}/index.ts`
}
