import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_PORT } from './postmaster.ts'
import type { RunAs } from './run-as.ts'

/** Makes the engine's folder private and gives its one true path. */
export function prepareHome(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  return realpathSync(dataDir)
}

/** Puts the folder, and all in it when it changes hands, into those of who runs PostgreSQL. */
export function giveHome(home: string, { uid, gid = uid }: RunAs): void {
  chmodSync(home, 0o700)
  if (uid === undefined) return
  const cluster = statSync(join(home, 'cluster'), { throwIfNoEntry: false })
  if (statSync(home).uid === uid && (cluster?.uid ?? uid) === uid) return
  const { status, stderr } = spawnSync('chown', ['-R', `${uid}:${gid}`, home], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${home} cannot be given to user ${uid}: ${stderr}`)
}

/** A private folder whose socket path is short enough for the kernel. */
export function socketFolder(home: string, as: RunAs): string {
  const beside = join(home, 'socket')
  if (fits(beside)) return own(beside, as)
  const name = `tenon-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`
  const base = fits(join(tmpdir(), `${name}-123456`)) ? tmpdir() : '/tmp'
  try {
    return own(join(base, name), as)
  } catch {
    // Someone else holds that name; `postmaster.pid` tells the next start which one we took.
    return own(mkdtempSync(join(base, `${name}-`)), as)
  }
}

// 104 bytes with the closing zero on macOS, 108 on Linux.
const SOCKET_PATH_BYTES = 103

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${DEFAULT_PORT}`)) <= SOCKET_PATH_BYTES
}

function own(folder: string, as: RunAs): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  const mine = process.getuid?.() ?? 0
  if (!found.isDirectory() || (found.uid !== mine && found.uid !== as.uid))
    throw new Error(`${folder} belongs to someone else.`)
  chmodSync(folder, 0o700)
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid ?? as.uid)
  return folder
}
