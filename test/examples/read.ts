import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '#kernel/testing'

export interface Example {
  readonly path: string
  readonly line: number
  readonly language: 'ts' | 'sh'
  readonly text: string
  /** It defines something for a module to list, and does nothing itself. */
  readonly defines: boolean
}

/** What a README shows, run as it stands: named things come in, what it names comes out. */
export type Run = (given: Readonly<Record<string, unknown>>) => Promise<Record<string, unknown>>

/** Every fenced `ts` and `sh` block of the READMEs that the product is explained by. */
export function examplesOf(): Example[] {
  const paths = execFileSync(
    'git',
    ['ls-files', 'README*.md', 'modules/*/README.md', 'connections/*/README.md'],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  )
  return paths
    .trim()
    .split('\n')
    .flatMap((path) => {
      const text = readFileSync(join(ROOT, path), 'utf8')
      return [...text.matchAll(/^( *)```(ts|sh)\n([^]*?)^ *```$/gm)].map(
        ({ index, 1: indent, 2: language, 3: block }) => ({
          path,
          line: text.slice(0, index).split('\n').length,
          language: language as 'ts' | 'sh',
          text: block!.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
          defines: /^export /m.test(block!),
        }),
      )
    })
}

/** Sources by URL: the loader is given the block of the README and not a file beside it. */
const sources = new Map<string, string>()
registerHooks({
  resolve: (specifier, context, next) =>
    sources.has(specifier)
      ? { url: specifier, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
  load(url, context, next) {
    const source = sources.get(url)
    return source === undefined
      ? next(url, context)
      : { format: 'module-typescript', source, shortCircuit: true }
  },
})

export async function load(
  { path, line, text }: Example,
  given: readonly string[],
): Promise<{ run: Run }> {
  const url = `${pathToFileURL(join(ROOT, path)).href}?line=${line}`
  const imports = text.match(IMPORT) ?? []
  const body = text.replaceAll(IMPORT, '').replaceAll(/^export /gm, '')
  const named = [...body.matchAll(/^const (\{[^=]*\}|\[[^=]*\]|\w+) =/gm)].flatMap(([, left]) =>
    left!
      .replaceAll(/[[\]{} \n]/g, '')
      .split(',')
      .map((name) => name.split(':').at(-1)!),
  )
  // What it imports itself is not given.
  const taken = given.filter(
    (name) =>
      !imports.some((each) => new RegExp(`[{ ,]${name}[ ,]`).test(each.split(' from ')[0]!)),
  )
  sources.set(
    url,
    `${imports.join('\n')}
export async function run({ ${taken.join(', ')} }: any) {
{
${body}
return { ${named.join(', ')} }
}
}`,
  )
  return (await import(url)) as { run: Run }
}

const IMPORT = /^import [^]*? from '[^']+'$/gm
