import pg from 'pg'

/** What `pg` needs to open a connection. */
export type ConnectionConfig = {
  host: string
  port: number
  user: string
  password?: string
  database: string
}

/** One database, seen by the role that migrates it and by the role that serves from it. */
export type Roles<Config = ConnectionConfig> = { owner: Config; app: Config }

export type Databases<Config = ConnectionConfig> = Roles<Config> & {
  database(name: string): Roles<Config>
  createDatabase(name: string, template?: string): Promise<void>
  dropDatabase(name: string): Promise<void>
}

export function databases<Config extends pg.ClientConfig>(
  owner: Config,
  app: Config,
): Databases<Config> {
  const admin = { ...owner, database: 'postgres' }
  return {
    owner,
    app,
    database: (name) => ({
      owner: { ...owner, database: name },
      app: { ...app, database: name },
    }),
    createDatabase: (name, template = 'template1') =>
      statement(
        admin,
        `CREATE DATABASE ${pg.escapeIdentifier(name)} TEMPLATE ${pg.escapeIdentifier(template)}`,
      ),
    dropDatabase: (name) =>
      statement(admin, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`),
  }
}

/** Opens a connection for the length of `work`. */
export async function withClient<Result>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client(config)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

async function statement(config: pg.ClientConfig, sql: string): Promise<void> {
  await withClient(config, (client) => client.query(sql))
}
