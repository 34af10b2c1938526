import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'

/** How a PostgreSQL program is started: behind a command, or as another user. */
export type RunAs = { prefix: readonly string[]; uid?: number; gid?: number }

/**
 * PostgreSQL refuses root. An ordinary user runs it as himself; root runs it in a user namespace,
 * where it keeps no power over the machine and its files stay root's, else as a system user.
 */
export function chooseRunAs(cluster: string, namespace = true): RunAs {
  if (process.getuid?.() !== 0) return { prefix: [] }
  const owner = statSync(cluster, { throwIfNoEntry: false })
  if (owner && owner.uid !== 0) return { prefix: [], uid: owner.uid, gid: owner.gid }
  const users = readUsers()
  const inside = users.find(({ uid }) => uid !== 0 && uid !== NOBODY) ?? { uid: 1000, gid: 1000 }
  const prefix = [
    'unshare',
    '--user',
    `--map-user=${inside.uid}`,
    `--map-group=${inside.gid}`,
    '--',
  ]
  if (namespace && runs([...prefix, 'true'])) return { prefix }
  const user = SYSTEM_USERS.map((name) => users.find((known) => known.name === name)).find(Boolean)
  if (!user)
    throw new Error(
      'PostgreSQL refuses to run as root, and this machine offers neither user namespaces nor a ' +
        `user named ${SYSTEM_USERS.join(', ')}. Run Tenon as an ordinary user.`,
    )
  return { prefix: [], uid: user.uid, gid: user.gid }
}

// initdb looks its own user up by number, so the number inside must be in /etc/passwd; files of
// strangers show as `nobody` in a namespace, which is therefore not a good name for ourselves.
const NOBODY = 65534
const SYSTEM_USERS = ['tenon', 'postgres', 'nobody']

function readUsers(): { name: string; uid: number; gid: number }[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4)
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }))
}

function runs([command = '', ...args]: string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0
}
