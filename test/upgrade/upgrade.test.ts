import assert from 'node:assert/strict'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { markLeakproof, withClient } from '#engines/postgres'
import { installed, open } from '#kernel/testing'
import type { Actor } from '#kernel'
import { readBackup } from '../../cli/backup-read.ts'
import { testCluster } from '../../engines/postgres/testing.ts'
import { eventsAfter } from '../../kernel/events.ts'
import { compareTables } from '../../kernel/migrate.ts'
import { unpack } from './dump.ts'

type Page = { items: Record<string, unknown>[] }

const dumps = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.json.gz'))
assert.ok(dumps.length > 0)

for (const dump of dumps)
  test(`${dump} comes up to this version, and all of it is read`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tenon-upgrade-'))
    try {
      await unpack(join(import.meta.dirname, dump), folder)
      await using fresh = await (await testCluster()).freshDatabase()
      const { registry, migrations } = await installed()
      // Restoring proves every table of then equal, row by row, before it applies what has come since.
      const then = await readBackup(
        fresh,
        { data: folder, blobsUrl: undefined },
        { registry, migrations },
        folder,
      )
      assert.ok(then.migrations.length < migrations.length, 'something has come since')
      await withClient(fresh.owner, async (client) => {
        assert.deepEqual(await compareTables(client, registry), [])
        await markLeakproof(client)
        for (const { name, rows } of then.tables.filter((table) => table.rows > 0)) {
          const { rows: now } = await client.query<{ n: number }>(
            `SELECT count(*)::int AS n FROM ${name
              .split('.')
              .map((part) => `"${part}"`)
              .join('.')}`,
          )
          assert.ok(now[0]!.n >= rows, `${name} lost rows`)
        }
      })
      await using opened = await open(registry, fresh.app)
      const { kernel } = opened
      const wants = await withClient(fresh.owner, (client) =>
        client.query<{ org: string; id: string }>(
          `SELECT p.org, p.id FROM directory.person p JOIN parties.organisation o ON o.id = p.org
           WHERE o.slug = 'yuanshan' AND p.status = 'active' ORDER BY p.id`,
        ),
      )
      const people = (
        await Promise.all(wants.rows.map(({ org, id }) => kernel.actorOf(org, id)))
      ).filter((actor) => actor !== undefined)
      const chief = people.toSorted((a, b) => b.scopes.size - a.scopes.size)[0]!
      const call = async (who: Actor, action: string, input: object) =>
        (await kernel.call(action, input, who, { door: 'test' })) as Page
      let records = 0
      for (const { id, kind, scope, input } of registry.actions.values()) {
        const { required = [], properties } = input as unknown as {
          required?: string[]
          properties: object
        }
        if (kind !== 'query' || required.length || !chief.scopes.has(scope)) continue
        if (!id.endsWith('.list') || !registry.entities.has(id.slice(0, -5))) continue
        const page = await call(chief, id, 'limit' in properties ? { limit: 50 } : {})
        records += page.items.length
      }
      assert.ok(records > 100, `only ${records} records are read`)
      const talks = await Promise.all(
        people
          .slice(0, 8)
          .map(async (one) => (await call(one, 'chat.conversation.list', {})).items),
      )
      const [who, talk] = talks.flatMap((items, at) =>
        items.map((item) => [people[at]!, item] as const),
      )[0]!
      const conversation = talk['id'] as string
      const before = await call(who, 'chat.message.list', { conversation })
      await call(who, 'chat.message.send', {
        conversation,
        text: 'Here again',
        client_id: 'upgrade-1',
      })
      const after = await call(who, 'chat.message.list', { conversation })
      assert.ok(after.items.length > before.items.length || before.items.length >= 50)
      const { events } = await eventsAfter(kernel.database.system, undefined, 1)
      assert.ok(Array.isArray(events))
      await kernel.idle()
      const [counts] = await kernel.database.system<{
        dead: number
      }>`SELECT dead FROM kernel.job_counts()`
      assert.equal(counts!.dead, 0)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  })
