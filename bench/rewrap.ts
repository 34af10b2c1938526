import { join } from 'node:path'
import { newId } from '#kernel'
import { withClient } from '#engines/postgres'
import { currentKey } from '../connections/vault/keys.ts'
import { nextKey, rewrapSome } from '../connections/vault/rewrap.ts'
import { sealUnder } from '../connections/vault/seal.ts'
import { migrate, readMigrations } from '../kernel/migrate.ts'
import { root, type Bench } from './measure.ts'
import { ownKernel } from './own-kernel.ts'

const SECRETS = 1_000_000
/** Rows made at once. */
const PIECE = 5000
const BAR_S = 60

/** An organisation's key is renewed while everybody works: every data key wrapped anew, no value touched. */
export const bench: Bench = {
  name: 'rewrap',
  says: 'a million secrets under a new key of their organisation, while the server works',
  async run(short) {
    const many = short ? 20_000 : SECRETS
    await using own = await ownKernel()
    await withClient(own.owner, async (client) => {
      const vault = await readMigrations('vault', join(root, 'connections', 'vault', 'migrations'))
      await migrate(client, [
        ...(await readMigrations('kernel', join(root, 'kernel', 'migrations'))),
        ...vault,
      ])
    })
    const org = newId()
    const { database, secrets } = own.kernel
    for (let made = 0; made < many; made += PIECE)
      await database.transaction(org, async ({ sql }) => {
        const key = await currentKey({ org, sql, secrets })
        const ids = Array.from({ length: PIECE }, () => newId())
        const sealed = ids.map((account) =>
          sealUnder(key, { org, account, field: 'credential' }, '{"token":"one of a million"}'),
        )
        await sql`
          INSERT INTO vault.account (org, id, title, connector, auth, owner, reach, origins, parameters, state)
          SELECT ${org}, id, 'bench', 'http', 'bearer', id, 'owner', '[]', '{}', 'valid' FROM unnest(${ids}::uuid[]) AS id`
        await sql`
          INSERT INTO vault.secret (org, account, field, key_version, wrapped, sealed)
          SELECT ${org}, s.account, 'credential', ${key.version}, decode(s.wrapped, 'base64'), decode(s.sealed, 'base64')
          FROM unnest(${ids}::uuid[], ${sealed.map(({ wrapped }) => wrapped.toString('base64'))}::text[], ${sealed.map((each) => each.sealed.toString('base64'))}::text[]) AS s(account, wrapped, sealed)`
      })
    const started = performance.now()
    await database.transaction(org, ({ sql }) => nextKey({ org, sql, secrets }))
    let done = 0
    for (let some = 1; some > 0; done += some)
      some = await database.transaction(org, ({ sql }) => rewrapSome({ org, sql, secrets }))
    const seconds = (performance.now() - started) / 1000
    if (done !== many) throw new Error(`${done} of ${many} were wrapped anew`)
    return [
      {
        what: `${many.toLocaleString('en')} secrets wrapped anew`,
        unit: 's',
        tenon: [short ? (seconds * SECRETS) / many : seconds],
        bar: { at: BAR_S, better: 'less' },
        note: short ? 'from a short run, taken up to a million' : 'in transactions of 4,000',
      },
    ]
  },
}
