// `npm start`. Plain JavaScript for Node 20: it brings packages and Node 24, then hands over.
// `node start.mjs FILE …` does the same quietly and runs FILE in place of the server.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { constants, hostname } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(fileURLToPath(import.meta.url))

/** Brings what is missing and gives the path of a Node that strips types. */
export function prepare({ quiet = false } = {}) {
  const started = Date.now()
  const say = (line) => quiet || console.log(`  ${line}`)
  if (isInstalled()) say('packages   up to date')
  else {
    const release = takeTurn()
    // Whoever went before may have brought them.
    if (!isInstalled()) {
      console.error('  packages   installing, this takes a minute …')
      install()
      writeStamp(wanted().stamp)
    }
    release()
    say(`packages   installed in ${seconds(started)}`)
  }
  const found = findNode()
  say(`node       ${found.version}`)
  return found.path
}

/** Runs a file under `node` in place of this process, as far as the platform allows. */
export function handOver(node, args) {
  const argv = [node, ...NODE_FLAGS, ...args]
  // From Node 22.15 on the launcher itself can go away and leave its memory to the server.
  if (process.execve && process.platform !== 'win32') process.execve(node, argv, process.env)
  const child = spawn(node, argv.slice(1), { stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'])
    process.on(signal, () => {
      // A terminal tells the whole group itself; a second Ctrl-C would cut the tidy stop short.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
    })
  child.on('error', (error) => fail(`Node 24 does not run here: ${error.message}`))
  child.on('exit', (code, signal) =>
    process.exit(signal ? 128 + (constants.signals[signal] ?? 0) : (code ?? 1)),
  )
}

// Node 24.0 still calls type stripping an experiment at every start.
const NODE_FLAGS = ['--disable-warning=ExperimentalWarning']

const LOCK = join(root, 'package-lock.json')
const STAMP = join(root, 'node_modules', '.tenon-lock')

/** The lockfile as it is now. */
function wanted() {
  const lock = readFileSync(LOCK)
  return { lock, stamp: createHash('sha256').update(lock).digest('hex') }
}

function isInstalled() {
  const { lock, stamp } = wanted()
  if (read(STAMP) === stamp) {
    // `./tenon` looks at the dates only, and a checkout renews those of the lockfile.
    if (statSync(STAMP).mtimeMs <= statSync(LOCK).mtimeMs) writeStamp(stamp)
    return true
  }
  // Someone ran npm himself: its own record tells whether it did all of this lockfile.
  const record = read(join(root, 'node_modules', '.package-lock.json'))
  if (record === undefined) return false
  const done = JSON.parse(record).packages
  const all = Object.entries(JSON.parse(lock.toString()).packages).every(
    ([path, { version, optional }]) =>
      path === '' || done[path]?.version === version || (optional && !done[path]),
  )
  if (all) writeStamp(stamp)
  return all
}

function writeStamp(stamp) {
  try {
    writeFileSync(STAMP, stamp)
  } catch {
    // A checkout that belongs to someone else is only compared again next time.
  }
}

/** Who installs stands here; beside `node_modules`, which npm empties first. */
const TURN = join(root, '.tenon-installing')
/** Looked at again so often. */
const TURN_LOOK_MS = 200
/** A file without words in it is being written; after this long it is left over. */
const TURN_EMPTY_MS = 10_000
/** Whoever cannot be asked (another container, a number given anew) has ended after this long. */
const TURN_MAX_MS = 30 * 60_000

/** Two installations at once would empty each other's folder: the second waits. Gives what ends the turn. */
function takeTurn() {
  let told = false
  for (;;) {
    try {
      writeFileSync(TURN, JSON.stringify({ pid: process.pid, host: hostname() }), { flag: 'wx' })
      break
    } catch (error) {
      // Where nobody may write nobody installs either; npm says so better.
      if (error.code !== 'EEXIST') return () => undefined
    }
    const held = read(TURN)
    if (held === undefined) continue
    if (isOver(held)) {
      endTurnOf(held)
      continue
    }
    if (!told) console.error('  packages   another start is installing them, waiting for it …')
    told = true
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TURN_LOOK_MS)
  }
  const release = () => rmSync(TURN, { force: true })
  process.once('exit', release)
  return () => {
    process.off('exit', release)
    release()
  }
}

function isOver(held) {
  let age
  try {
    age = Date.now() - statSync(TURN).mtimeMs
  } catch {
    return false
  }
  if (age > TURN_MAX_MS) return true
  try {
    const { pid, host } = JSON.parse(held)
    if (host !== hostname()) return false
    process.kill(pid, 0)
    return false
  } catch (error) {
    if (error instanceof SyntaxError) return age > TURN_EMPTY_MS
    return error.code === 'ESRCH'
  }
}

/** Of several who wait only one takes a dead one's turn away, or the next would take that one's. */
function endTurnOf(held) {
  const taking = `${TURN}-taking`
  try {
    writeFileSync(taking, '', { flag: 'wx' })
  } catch {
    try {
      if (Date.now() - statSync(taking).mtimeMs > TURN_EMPTY_MS) rmSync(taking, { force: true })
    } catch {
      // Another has just done it.
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, TURN_LOOK_MS)
    return
  }
  if (read(TURN) === held) rmSync(TURN, { force: true })
  rmSync(taking, { force: true })
}

function install() {
  const npm = process.env.npm_execpath
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const [command, rest] = npm?.endsWith('.js')
    ? [process.execPath, [npm, ...args]]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm', args]
  const { status, error } = spawnSync(command, rest, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: command === 'npm.cmd',
  })
  if (error || status !== 0)
    fail(
      `Installing packages failed${error ? `: ${error.message}` : ''}. ` +
        'Check that this machine reaches an npm registry, then start again.',
    )
}

function findNode() {
  const path = packagedNode()
  if (path) return { path, version: `${NODE_MAJOR} from the package` }
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > NODE_MAJOR || (major === NODE_MAJOR && minor >= 12))
    return { path: process.execPath, version: process.version }
  return fail(
    `There is no Node ${NODE_MAJOR} package for ${process.platform}-${process.arch}, and this is ` +
      `Node ${process.versions.node}. Install Node ${NODE_MAJOR}.12 or later and start again.`,
  )
}

const NODE_MAJOR = 24

function packagedNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform
  const file = process.platform === 'win32' ? 'bin/node.exe' : 'bin/node'
  for (const name of [`node-${system}-${process.arch}`, `node-bin-${system}-${process.arch}`]) {
    const path = join(root, 'node_modules', name, file)
    if (existsSync(path)) return path
  }
  return undefined
}

function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

function fail(message) {
  console.error(`\n${message}`)
  process.exit(1)
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [file, ...args] = process.argv.slice(2)
  if (file) handOver(prepare({ quiet: true }), [join(root, file), ...args])
  else {
    console.log('\nTenon\n')
    handOver(prepare(), [join(root, 'cli', 'main.ts'), 'serve'])
  }
}
