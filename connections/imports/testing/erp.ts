import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { testCluster } from '../../../engines/postgres/testing.ts'
import { withClient } from '../../../engines/postgres/databases.ts'
import { ROOT } from '#kernel/testing'

export interface Erp extends AsyncDisposable {
  readonly credential: Readonly<Record<string, string>>
  query<R extends object>(sql: string): Promise<R[]>
}

/** The old ERP of `examples/erp` in a database of its own: the tests' real PostgreSQL, on a port of this machine. */
export async function startErp(): Promise<Erp> {
  const cluster = await testCluster()
  const database = await cluster.freshDatabase()
  await withClient(database.owner, async (client) =>
    client.query(await readFile(join(ROOT, 'examples/erp/erp.sql'), 'utf8')),
  )
  const { host, port, user, password = '' } = database.owner
  const line = createServer((from) => {
    const to = connect(join(host, `.s.PGSQL.${port}`))
    from.on('error', () => to.destroy()).pipe(to)
    to.on('error', () => from.destroy()).pipe(from)
  }).listen(0, '127.0.0.1')
  await once(line, 'listening')
  return {
    credential: {
      host: '127.0.0.1',
      port: String((line.address() as AddressInfo).port),
      database: database.name,
      user,
      password,
      tls: 'off',
    },
    query: (sql) =>
      withClient(database.owner, async (client) => (await client.query(sql)).rows as never),
    async [Symbol.asyncDispose]() {
      line.close()
      await database[Symbol.asyncDispose]()
    },
  }
}
