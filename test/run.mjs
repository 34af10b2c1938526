// `npm test`. Plain JavaScript for Node 20: brings what the tests need, then runs them all under
// Node 24. `--long` adds the long ones, `--check` unused code; file names run only those files.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepare, root } from '../start.mjs'
import { bringBrowser } from './browser.mjs'
import { bringServers } from './servers.mjs'

const FOLDERS = ['test', 'kernel', 'engines', 'interface', 'connections', 'modules', 'cli', 'sdk']
// Two cores: one file waits for PostgreSQL while the other computes.
const CONCURRENCY = 2
// Also holds for a whole file. The slowest, 20 crashes or a walk through the browser, need minutes.
const FILE_LIMIT_MS = 300_000
const LONG_FILE_LIMIT_MS = 4 * 3_600_000

const flags = process.argv.slice(2).filter((arg) => arg.startsWith('--'))
const named = process.argv.slice(2).filter((arg) => !arg.startsWith('--'))
const long = flags.includes('--long')

const node = prepare({ quiet: true })
const files = named.length > 0 ? named : collect()
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
const tests = spawn(
  node,
  [
    '--test',
    '--test-reporter=spec',
    `--test-concurrency=${CONCURRENCY}`,
    `--test-timeout=${long ? LONG_FILE_LIMIT_MS : FILE_LIMIT_MS}`,
    ...files.filter((file) => (chromium || !isBrowser(file)) && (servers || !isDebian(file))),
  ],
  {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: {
      ...process.env,
      TENON_TEST_CLUSTER: cluster,
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

/** The static checks are the slowest and the likeliest to fail: they come first. */
function collect() {
  const found = FOLDERS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, path)),
    )
    .filter((path) => path.endsWith('.test.ts') && !path.includes('node_modules'))
    .filter((path) => long || !path.endsWith('.long.test.ts'))
  const rank = (path) => (path.endsWith('static.test.ts') ? 0 : isBrowser(path) ? 2 : 1)
  return found.sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

function isDebian(file) {
  return file.endsWith('.debian.test.ts')
}

function isBrowser(file) {
  return file.endsWith('.browser.test.ts')
}
