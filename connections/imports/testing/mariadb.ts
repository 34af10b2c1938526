import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../../remote/testing/vendor.ts'

const READY_MS = 60_000
const SQL = `
CREATE DATABASE shop;
USE shop;
CREATE TABLE stock (sku varchar(20) PRIMARY KEY, name varchar(80) NOT NULL, amount int NOT NULL, price decimal(12,2), moved_at datetime(3) NOT NULL, seq bigint NOT NULL AUTO_INCREMENT UNIQUE);
INSERT INTO stock (sku, name, amount, price, moved_at) VALUES
  ('A-1', '轴承 6204', 12, 9.80, '2026-11-01 08:00:00.125'), ('A-2', 'Chain', 3, NULL, '2026-11-02 08:00:00'),
  ('A-3', '轮毂', 0, 120.50, '2026-11-03 08:00:00'), ('A-4', 'Saddle', 7, 45.00, '2026-11-04 08:00:00');
CREATE USER 'reader'@'127.0.0.1' IDENTIFIED BY 'secret';
GRANT SELECT ON shop.* TO 'reader'@'127.0.0.1';
GRANT UPDATE (amount) ON shop.stock TO 'reader'@'127.0.0.1';
`

export interface Mariadb extends AsyncDisposable {
  readonly credential: Readonly<Record<string, string>>
}

/** MariaDB as Debian ships it, in a folder of its own, with a small stock in it. */
export async function startMariadb(): Promise<Mariadb> {
  const folder = await mkdtemp(join(tmpdir(), 'tenon-mariadb-'))
  const socket = join(folder, 's')
  const port = await freePort()
  const data = `--datadir=${folder}/data`
  const made = spawnSync(
    'mariadb-install-db',
    [
      '--no-defaults',
      data,
      '--user=root',
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
    ],
    { encoding: 'utf8' },
  )
  if (made.status !== 0) throw new Error(made.stderr || made.stdout)
  const server = spawn(
    '/usr/sbin/mariadbd',
    [
      '--no-defaults',
      data,
      '--user=root',
      `--socket=${socket}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      '--character-set-server=utf8mb4',
      '--innodb-flush-log-at-trx-commit=0',
      `--pid-file=${folder}/pid`,
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ready = new Promise<void>((done, failed) => {
    let said = ''
    const late = setTimeout(
      () => failed(new Error(`MariaDB did not start: ${said.slice(-500)}`)),
      READY_MS,
    )
    server.stderr.on('data', (part: Buffer) => {
      said += part.toString()
      if (!said.includes('ready for connections')) return
      clearTimeout(late)
      done()
    })
  })
  await ready
  const planted = spawnSync(
    'mariadb',
    ['--no-defaults', `--socket=${socket}`, '-uroot', '--default-character-set=utf8mb4'],
    { input: SQL, encoding: 'utf8' },
  )
  if (planted.status !== 0) {
    server.kill('SIGKILL')
    throw new Error(planted.stderr)
  }
  return {
    credential: {
      host: '127.0.0.1',
      port: String(port),
      database: 'shop',
      user: 'reader',
      password: 'secret',
      tls: 'off',
    },
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL')
      await once(server, 'exit')
      await rm(folder, { recursive: true, force: true })
    },
  }
}
