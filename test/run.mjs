// `npm test`. Plain JavaScript for Node 20: brings what the tests need, then runs them all under
// Node 24, in phases. `--backend`, `--crash`, `--browser` run only that phase, file names only those
// files; `--long` adds the long ones, `--check` unused code; `--times` tells the slowest files.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { prepare, root } from '../start.mjs'
import { bringBrowser } from './browser.mjs'
import { bringServers } from './servers.mjs'

const FOLDERS = [
  'test',
  'kernel',
  'engines',
  'interface',
  'connections',
  'modules',
  'cli',
  'sdk',
  'examples',
]
// Also holds for a whole file. The slowest, 20 crashes or a walk through the browser, need minutes.
const FILE_LIMIT_MS = 300_000
const LONG_FILE_LIMIT_MS = 4 * 3_600_000
// Slowest first, as `--times` told.
const SLOW = [
  'test/static.test.ts',
  'cli/cli.test.ts',
  'test/contract/fuzz.test.ts',
  'test/contract/tenancy.test.ts',
  'test/contract/access.test.ts',
  'test/examples/examples.test.ts',
  'engines/blobs/s3.debian.test.ts',
  'test/browser/admin.browser.test.ts',
  'test/scenes/s2.browser.test.ts',
  'test/browser/accounts.browser.test.ts',
]

const flags = process.argv.slice(2).filter((arg) => arg.startsWith('--'))
const named = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const long = flags.includes('--long')

const node = prepare({ quiet: true })
const PHASES = { backend: isBackend, crash: isCrash, browser: isBrowser }
const only = Object.keys(PHASES).filter((name) => flags.includes(`--${name}`))
const files = (named.length > 0 ? named : collect()).filter(
  (file) => only.length === 0 || only.some((name) => PHASES[name](file)),
)
const chromium = files.some(isBrowser) ? bringBrowser() : undefined
if (!chromium && files.some(isBrowser))
  console.log(
    'No Chromium here and not root to install it: these browser tests are LEFT OUT.\n' +
      `${files
        .filter(isBrowser)
        .map((file) => `  ${file}\n`)
        .join('')}` +
      'Install chromium and fonts-noto-cjk, or name a browser in TENON_CHROMIUM.\n',
  )

const servers = files.some(isDebian) && bringServers()
if (!servers && files.some(isDebian))
  console.log(
    'No nats-server or no Swift here and not root on Debian to install them: these tests are LEFT OUT.\n' +
      `${files
        .filter(isDebian)
        .map((file) => `  ${file}\n`)
        .join('')}`,
  )

const cluster = mkdtempSync(join(tmpdir(), 'tenon-test-'))
const guard = spawn('sh', [join(root, 'engines', 'postgres', 'guard.sh'), cluster], {
  cwd: '/',
  detached: true,
  stdio: ['pipe', 'ignore', 'ignore'],
})
const here = files.filter((file) => (chromium || !isBrowser(file)) && (servers || !isDebian(file)))
const AT_ONCE = {
  // Two cores: one file waits for PostgreSQL while others compute.
  backend: 3,
  // Servers that die, and their load: more at once would only starve each other.
  crash: 1,
  // Chromium and the server each take a core when a page is drawn.
  browser: 2,
}
// So many backend files share a process; named ones stand alone.
const TOGETHER = { backend: named.length > 0 ? 1 : 10, crash: 1, browser: 1 }
const phases = Object.entries(PHASES)
  .map(([name, holds]) => ({
    name,
    concurrency: AT_ONCE[name],
    together: TOGETHER[name],
    files: here.filter(holds),
  }))
  .filter((phase) => phase.files.length > 0)
const tests = spawn(
  node,
  [
    '--disable-warning=ExperimentalWarning',
    join(root, 'test', 'phases.mjs'),
    JSON.stringify({
      phases,
      timeout: long ? LONG_FILE_LIMIT_MS : FILE_LIMIT_MS,
      slowest: flags.includes('--times') ? 20 : 0,
    }),
  ],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      TENON_TEST_CLUSTER: cluster,
      // Every file loads the same modules; compiled once, a file costs half.
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(cluster, 'compiled'),
      ...(chromium ? { TENON_CHROMIUM: chromium } : {}),
      ...(flags.includes('--check') ? { TENON_CHECK: '1' } : {}),
      ...(long ? { TENON_LONG: '1' } : {}),
    },
  },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => tests.kill(signal))
tests.on('exit', (code) => {
  guard.on('exit', () => process.exit(code ?? 1))
  guard.stdin.end()
})

/** The slow ones come first, so that none of them runs on alone at the end. */
function collect() {
  const found = FOLDERS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, path)),
    )
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
    .filter((path) => long || !path.endsWith('.long.test.ts'))
  const rank = (path) => (SLOW.includes(path) ? SLOW.indexOf(path) : SLOW.length)
  return found.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

function isDebian(file) {
  return file.endsWith('.debian.test.ts')
}

function isBrowser(file) {
  return file.endsWith('.browser.test.ts')
}

/** Starts servers of its own and ends them at a bad moment. */
function isCrash(file) {
  return /^test\/(crash|nodes)\//.test(relative(root, resolve(root, file)))
}

function isBackend(file) {
  return !isBrowser(file) && !isCrash(file)
}
