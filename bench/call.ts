import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEgress } from '#connections/egress'
import { openDatabase, startPostgres, withClient } from '#engines/postgres'
import { openBlobs } from '#engines/blobs'
import { openMail } from '#engines/mail'
import { newId, type Actor } from '#kernel'
import { native } from '../engines/records/native/index.ts'
import { boot } from '../kernel/boot.ts'
import { migrate, readMigrations } from '../kernel/migrate.ts'
import { makeRegistry } from '../kernel/registry.ts'
import { makeSecrets } from '../kernel/secrets.ts'
import { discard } from './child.ts'
import { interleaved, root, type Bench } from './measure.ts'
import { shop, shopTables } from './shop.ts'

/** What the pipeline adds to a handler: in this process, one call after another. */
export const bench: Bench = {
  name: 'call',
  says: 'call overhead against the bare handler',
  async run(short) {
    const data = mkdtempSync(join(tmpdir(), 'tenon-bench-'))
    const postgres = await startPostgres({ dataDir: join(data, 'postgres') })
    const registry = makeRegistry([shop])
    await withClient(postgres.owner, async (client) =>
      migrate(client, [
        ...(await readMigrations('kernel', join(root, 'kernel', 'migrations'))),
        shopTables,
      ]),
    )
    const log = { info: () => undefined, warn: () => undefined, error: console.error }
    const kernel = await boot({
      registry,
      log,
      database: openDatabase(postgres.app),
      blobs: await openBlobs({ folder: join(data, 'blobs') }),
      mail: await openMail({ folder: join(data, 'mail') }),
      secrets: makeSecrets(new Uint8Array(32)),
      publicUrl: 'http://127.0.0.1',
      egress: openEgress([]),
      layouts: { native },
    })
    try {
      const actor: Actor = {
        kind: 'person',
        id: newId(),
        org: newId(),
        name: 'bench',
        scopes: new Map([
          ['shop.use', 'all'],
          ['shop.read', 'all'],
        ]),
        departments: [],
        subtree: [],
        groups: [],
        roles: ['member'],
      }
      const customer = (await kernel.call(
        'shop.customer.create',
        { name: 'one', city: 'Suzhou' },
        actor,
        { door: 'bench' },
      )) as { id: string }
      const env = {
        session: kernel.database.reader(actor.org),
        org: actor.org,
        actor,
        lookup: registry.entity,
        newId,
      }
      const ping = registry.action('shop.bell.ping')
      const input = { n: 1, text: 'hello' }
      const each = async (count: number, work: () => Promise<unknown>): Promise<number> => {
        const started = performance.now()
        for (let index = 0; index < count; index++) await work()
        return ((performance.now() - started) * 1000) / count
      }
      const count = short ? 2_000 : 50_000
      const handler = ping.handler as (input: unknown, ctx: unknown) => Promise<unknown>
      const found = await interleaved(short ? 1 : 7, {
        handler: () => each(count, () => handler(input, undefined)),
        ping: () =>
          each(count, () => kernel.call('shop.bell.ping', input, actor, { door: 'bench' })),
        records: () =>
          each(count / 10, () =>
            native.records(registry.entity('shop.customer'), env).get(customer.id),
          ),
        get: () =>
          each(count / 10, () =>
            kernel.call('shop.customer.get', { customer: customer.id }, actor, { door: 'bench' }),
          ),
      })
      const over = (whole: string, part: string) =>
        found[whole]!.map((value, index) => value - found[part]![index]!)
      const bar = { at: 100, better: 'less' } as const
      return [
        {
          what: 'over a handler that does nothing',
          unit: 'µs',
          tenon: over('ping', 'handler'),
          bar,
        },
        {
          what: 'a read through the pipeline',
          unit: 'µs',
          tenon: found['get']!,
          bare: found['records']!,
        },
      ]
    } finally {
      await kernel[Symbol.asyncDispose]()
      await discard(data)
    }
  },
}
