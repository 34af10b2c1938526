import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** How a PostgreSQL program is started: behind a command, or as another user. */
export type RunAs = { prefix: readonly string[]; uid?: number; gid?: number }

/** Whether the programs started so may pass into a folder, or run a file. */
export function mayEnter({ prefix, ...user }: RunAs, path: string): boolean {
  const [command, ...args] = [...prefix, 'test', '-x', path]
  return spawnSync(command, args, { stdio: 'ignore', cwd: '/', ...user }).status === 0
}

/**
 * PostgreSQL refuses root. An ordinary user runs it as himself; root runs it as whoever owns the
 * data, else in a user namespace, where it keeps no power over the machine and its files stay
 * root's, else as a user who may pass to the folder.
 */
export function chooseRunAs(home: string, namespace = true): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const owner = statSync(join(home, 'cluster'), { throwIfNoEntry: false }) ?? statSync(home)
  if (owner.uid !== 0) return { prefix: [], uid: owner.uid, gid: owner.gid }
  const users = readUsers()
  const above = dirname(home)
  const { uid, gid } = statSync(above)
  const candidates = [
    ...(namespace ? [inNamespace(users)] : []),
    ...(uid === 0 ? [] : [{ prefix: [], uid, gid }]),
    ...SYSTEM_USERS.flatMap((name) => users.filter((user) => user.name === name)).map((user) => ({
      prefix: [],
      uid: user.uid,
      gid: user.gid,
    })),
  ]
  const found = candidates.find((as) => mayEnter(as, above))
  if (!found)
    throw new Error(
      `PostgreSQL refuses to run as root, and nobody else may enter ${above}. Run Tenon as an ` +
        'ordinary user, or put TENON_DATA where others may pass, such as /var/lib/tenon.',
    )
  return found
}

type User = { name: string; uid: number; gid: number }

function inNamespace(users: User[]): RunAs {
  const inside = users.find(({ uid }) => uid !== 0 && uid !== NOBODY) ?? { uid: 1000, gid: 1000 }
  const map = [`--map-user=${inside.uid}`, `--map-group=${inside.gid}`]
  return { prefix: ['unshare', '--user', ...map, '--'] }
}

// initdb looks its own user up by number, so the number inside must be in /etc/passwd; files of
// strangers show as `nobody` in a namespace, which is therefore not a good name for ourselves.
const NOBODY = 65534
const SYSTEM_USERS = ['tenon', 'postgres', 'nobody']

function readUsers(): User[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}
