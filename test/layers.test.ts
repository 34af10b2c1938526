import { test } from 'node:test'
import { files, importsOf, isCode, isTest, none, read, type Import } from './tree.ts'

/** Who may import whom; everybody may import packages and his own area. Cli, test and bench: all. */
const EDGES: Record<string, readonly string[]> = {
  kernel: [],
  modules: ['kernel'], // and the doors of the modules it `needs`
  interface: ['kernel'],
  connections: ['kernel', 'modules'], // and each other's doors
  engines: ['kernel'],
  web: [], // and types of everything it shows
  sdk: [],
  examples: ['sdk'],
}

const imports = files.filter((path) => isCode(path) && !isTest(path)).flatMap(importsOf)
const areaOf = (path: string) => path.split('/')[0] ?? ''
const moduleOf = (path: string) => /^(?:modules|connections)\/([^/]+)\//.exec(path)?.[1]
/** The folder of a module; one under connections/ without a `module.ts` is only code. */
const homeOf = (module: string) =>
  files.includes(`connections/${module}/module.ts`) ? `connections/${module}` : `modules/${module}`
const isModule = (module: string) => files.includes(`${homeOf(module)}/module.ts`)
const isWeb = (path: string) => /^(web|(modules|connections)\/[^/]+\/web)\//.test(path)
const isDoor = (path: string) => /^[^/]+\/([^/]+\/)?index\.ts$/.test(path)
const name = ({ from, to, line }: Import) => `${from}:${line} → ${to}`

test('imports keep to the table of allowed edges', () => {
  none(imports.filter((edge) => !isAllowed(edge)).map(name))
})

test('modules reach each other only when module.ts lists the need', () => {
  const strays = imports.filter(({ from, to }) => {
    const [mine, theirs] = [moduleOf(from), moduleOf(to)]
    return (
      mine &&
      theirs &&
      mine !== theirs &&
      isModule(theirs) &&
      isModule(mine) &&
      !needsOf(mine).includes(theirs)
    )
  })
  none(strays.map(name))
})

test('needs of modules have no cycle', () => {
  const walk = (module: string, path: string[]): string[] =>
    path.includes(module)
      ? [[...path, module].join(' → ')]
      : needsOf(module).flatMap((next) => walk(next, [...path, module]))
  none(modules.flatMap((module) => walk(module, [])))
})

test('the server imports neither .tsx nor anything of the web', () => {
  const strays = imports.filter(
    ({ from, to, typeOnly }) => !isWeb(from) && (to.endsWith('.tsx') || isWeb(to)) && !typeOnly,
  )
  none(strays.map(name))
})

test('the base holds what DESIGN lists and nothing that belongs to the ecosystem', () => {
  const strangers = modules.filter((module) => isModule(module) && !BASE.has(module))
  none(strangers)
})

test('kernel and interface name no module', () => {
  const id = new RegExp(`['"\`](${modules.join('|')})\\.[a-z_]+[.'"\`]`)
  const strays = files
    .filter((path) => /^(kernel|interface)\/.*\.ts$/.test(path) && !isTest(path))
    .flatMap((path) =>
      read(path)
        .split('\n')
        .flatMap((text, index) =>
          id.test(text) && !COMMENT.test(text) ? [`${path}:${index + 1} ${text.trim()}`] : [],
        ),
    )
  none(strays)
})

test('the SQL of a module names no table of another module', () => {
  const names = modules.join('|')
  const table = new RegExp(
    `\\b(?:FROM|JOIN|INTO|UPDATE|TABLE|REFERENCES|EXISTS)\\s+"?(${names})"?\\."?[a-z_]+`,
    'g',
  )
  const found = files
    .filter((path) => /^modules\/.*\.(ts|sql)$/.test(path) && !isTest(path) && !isWeb(path))
    .flatMap((path) =>
      [...read(path).matchAll(table)].flatMap(([words, theirs]) =>
        theirs === moduleOf(path) ? [] : [{ path, theirs: theirs!, words }],
      ),
    )
  const edge = ({ path, theirs }: { path: string; theirs: string }) =>
    `${moduleOf(path)} → ${theirs}`
  none(
    found
      .filter((one) => !READS[edge(one)])
      .map(({ path, words }) => `${path}: ${words} — ask that module's index.ts instead`),
  )
  const used = new Set(found.map(edge))
  none(Object.keys(READS).filter((each) => !used.has(each)))
})

const COMMENT = /^\s*(\*|\/\*|\/\/)/
const modules = [
  ...new Set(files.map(moduleOf).filter((module) => module !== undefined && isModule(module))),
] as string[]

const BASE = new Set(
  `directory identity parties chat cards files notify audit documents meetings projects todo calendar
   approval attendance builder apps sheets ecosystem connections master devices catalogue market partners ledger
   vault flows remote imports standards hooks scenarios oidc connectors`.split(/\s+/),
)

function isAllowed(edge: Import): boolean {
  const { from, to, typeOnly } = edge
  const [mine, theirs] = [areaOf(from), areaOf(to)]
  if (!EDGES[mine] || !from.includes('/')) return true
  if (isWeb(from)) return isAllowedOnWeb(edge)
  if (mine === theirs && moduleOf(from) === moduleOf(to)) return true
  if (mine === theirs) return isDoor(to) // another module: `needs` is checked apart
  if (!EDGES[mine].includes(theirs)) return false
  // Engines and doors implement the kernel's ports, so its files are open to them; types always are.
  if (theirs === 'kernel') return to === 'kernel/index.ts' || mine !== 'modules' || typeOnly
  return isDoor(to)
}

/** Pages see the web kit, their own folder, and types; a value would drag the server along. Only how events change what is shown is one for both: `apply.ts`, pure. */
function isAllowedOnWeb({ from, to, typeOnly }: Import): boolean {
  if (typeOnly) return true
  const home = moduleOf(from)
  if (home)
    return (
      to.startsWith(`${homeOf(home)}/web/`) ||
      to === 'web/kit/index.ts' ||
      to === `${homeOf(home)}/apply.ts`
    )
  return to.startsWith('web/')
}

function needsOf(module: string): string[] {
  const path = `${homeOf(module)}/module.ts`
  if (!files.includes(path)) return []
  const [, list = ''] = /\bneeds: \[([^\]]*)\]/.exec(read(path)) ?? []
  return [...list.matchAll(/'([^']+)'/g)].flatMap(([, need]) => need ?? [])
}

/** Modules whose SQL reads tables of another all the same, and why no door would do. */
const READS: Record<string, string> = {
  'identity → directory':
    'who somebody is and what he may is one SECURITY DEFINER function over people, places and roles: it is asked for every caller',
  'identity → parties':
    'the same function asks for memberships, programs, devices and whether the organisation is active',
  'chat → directory':
    'names and faces stand beside messages in the one statement that the send path and each page of messages can afford',
  'apps → directory': 'an import resolves ten thousand names to people and departments by sets',
  'apps → files': 'files that a form brought are claimed and purged by sets',
  'apps → parties': 'a shared link is opened by nobody, by a function that knows the organisation',
  'catalogue → apps': 'what is installed is compared with what is published in one statement',
}
