import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { aptInstall } from './browser.mjs'

// What the tests named `.debian.test.ts` run against: servers of others, unmodified, as Debian ships them.
const SERVERS = {
  mariadbd: ['mariadb-server'],
  'nats-server': ['nats-server'],
  'swift-proxy-server': ['swift-proxy', 'swift-account', 'swift-container', 'swift-object'],
}

/** Whether all of them are here, installed through apt when we may. */
export function bringServers() {
  const missing = Object.entries(SERVERS)
    .filter(([name]) => !onPath(name))
    .flatMap(([, packages]) => packages)
  if (missing.length > 0 && process.getuid?.() === 0 && onPath('apt-get')) aptInstall(missing)
  return Object.keys(SERVERS).every(onPath)
}

const onPath = (name) =>
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'].some((folder) =>
    existsSync(join(folder, name)),
  )
