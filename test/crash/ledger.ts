import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { newId } from '#kernel'
import { readMigrations, migrate } from '#kernel/migrate'
import { SEED, seeded } from '#kernel/testing'
import { openDatabase, startPostgres, withClient } from '#engines/postgres'
import { check } from '../../modules/ledger/testing/check.ts'
import { root } from '../tree.ts'

/** A process that books, killed again and again, it or PostgreSQL: what was acknowledged is there once, all of each batch or nothing. */
export async function crashLedger(rounds: number, say: (line: string) => void): Promise<void> {
  const random = seeded(SEED)
  const data = mkdtempSync(join(tmpdir(), 'tenon-crash-'))
  const dataDir = join(data, 'postgres')
  let postgres = await startPostgres({ dataDir })
  try {
    await withClient(postgres.owner, async (client) => {
      await migrate(client, [
        ...(await readMigrations('kernel', join(root, 'kernel', 'migrations'))),
        ...(await readMigrations('ledger', join(root, 'modules', 'ledger', 'migrations'))),
      ])
    })
    const org = newId()
    const accounts = Array.from({ length: 6 }, () => newId())
    await withClient(postgres.owner, async (client) => {
      for (const id of accounts)
        await client.query(
          `INSERT INTO ledger.account (org, id, owner, code, asset, scale, bound) VALUES ($1, $2, 'crash', 1, 'CNY', 2, 'none')`,
          [org, id],
        )
    })
    const acknowledged = new Set<string>()
    const batches: string[][] = []
    for (let round = 1; round <= rounds; round++) {
      const child = spawn(
        process.execPath,
        [
          '--disable-warning=ExperimentalWarning',
          join(import.meta.dirname, 'ledger-child.ts'),
          JSON.stringify({ app: postgres.app, org, accounts }),
        ],
        { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] },
      )
      const ended = once(child, 'exit')
      const wanted = 3 + Math.floor(random() * 20)
      const server = random() < 0.4
      let heard = 0
      for await (const line of createInterface({ input: child.stdout })) {
        const { sent, booked } = JSON.parse(line) as { sent?: string[]; booked?: string[] }
        if (sent) batches.push(sent)
        for (const id of booked ?? []) acknowledged.add(id)
        if (booked && ++heard === wanted) {
          if (server) process.kill(postmaster(dataDir), 'SIGKILL')
          // It is killed while it waits for the next one, or for its commit.
          else setTimeout(() => child.kill('SIGKILL'), random() * 8)
        }
      }
      await ended
      assert.ok(heard >= wanted, `the process that books ended by itself after ${heard}`)
      postgres = await startPostgres({ dataDir })
      const database = openDatabase(postgres.app)
      const rows = await database.reader(org).sql<{
        id: string
      }>`SELECT id FROM ledger.transfer WHERE org = ${org}`
      const kept = new Set(rows.map(({ id }) => id))
      const lost = [...acknowledged].filter((id) => !kept.has(id))
      assert.deepEqual(lost, [], `round ${round}: acknowledged and lost`)
      // What was not heard of any more was booked as a whole or not at all.
      const strange = rows.filter(({ id }) => !acknowledged.has(id)).map(({ id }) => id)
      const last = new Set(batches.at(-1))
      assert.ok(
        strange.every((id) => last.has(id)),
        `round ${round}: half of an older batch appeared`,
      )
      for (const id of strange) acknowledged.add(id)
      await check(database, org)
      await database.close()
      say(
        `round ${round} of ${rounds}: ${acknowledged.size} transfers, PostgreSQL killed: ${server}`,
      )
    }
  } finally {
    await postgres.stop()
    rmSync(data, { recursive: true, force: true })
  }
}

const postmaster = (dataDir: string): number =>
  Number(readFileSync(join(dataDir, 'cluster', 'postmaster.pid'), 'utf8').split('\n', 1)[0])
