import pg from 'pg'
import { databases, withClient, type Databases } from './databases.ts'

/** Uses a PostgreSQL that the operator runs: one URL for each of the two roles. */
export async function adoptDatabase(urls: {
  ownerUrl: string
  appUrl: string
}): Promise<Databases<pg.ClientConfig>> {
  const owner = parse('TENON_DATABASE_OWNER_URL', urls.ownerUrl)
  const app = parse('TENON_DATABASE_URL', urls.appUrl)
  if (owner.database !== app.database)
    throw new Error(
      `TENON_DATABASE_URL names the database ${app.database} and TENON_DATABASE_OWNER_URL ` +
        `${owner.database}. Both have to name the same one.`,
    )
  const rights = await withClient(app, readRights)
  if (rights.super || rights.bypass || rights.owns)
    throw new Error(
      `${rights.role} in TENON_DATABASE_URL may read every organisation's rows. Name a role made ` +
        'by CREATE ROLE tenon_app LOGIN NOSUPERUSER NOBYPASSRLS that does not own the database ' +
        'and is no member of its owner.',
    )
  await withClient(owner, (client) => client.query('SELECT 1'))
  return databases(owner, app)
}

type Rights = { role: string; super: boolean; bypass: boolean; owns: boolean }

async function readRights(client: pg.Client): Promise<Rights> {
  const { rows } = await client.query<Rights>(`
    SELECT rolname AS role, rolsuper AS super, rolbypassrls AS bypass,
      pg_has_role(datdba, 'MEMBER') AS owns
    FROM pg_roles, pg_database WHERE rolname = current_user AND datname = current_database()`)
  const [rights] = rows
  if (!rights) throw new Error('The role in TENON_DATABASE_URL does not find itself in pg_roles.')
  return rights
}

function parse(variable: string, url: string): pg.ClientConfig & { database: string } {
  if (!/^postgres(ql)?:\/\//.test(url))
    throw new Error(`${variable} has to look like postgres://user:password@host:5432/database.`)
  // `pg` reads the URL itself, options such as sslmode included; we only swap the database.
  const found = new pg.Client({ connectionString: url })
  const { host, port, user, password, database } = found
  if (!database || !user) throw new Error(`${variable} has to name a user and a database.`)
  return {
    host,
    port,
    user,
    database,
    ssl: found.ssl,
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
    ...(password ? { password } : {}),
  }
}

// A database that does not answer in this time is reported at boot instead of hanging it. Modules are
// loaded meanwhile, which on a busy machine takes longer than the answer.
const CONNECT_LIMIT_MS = 30_000
