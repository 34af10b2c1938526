import type pg from 'pg'

export type DatabaseCheck = {
  name: string
  value: string
  ok: boolean
  /** What the operator does about it. */
  fix: string
}

/** What Tenon relies on, asked as the role that serves: settings may differ by role and database. */
export async function checkDatabase(client: pg.ClientBase): Promise<DatabaseCheck[]> {
  const { rows } = await client.query<{ name: string; value: string }>(
    `SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name`,
    [RULES.map(({ name }) => name)],
  )
  const values = new Map(rows.map(({ name, value }) => [name, value]))
  return RULES.map(({ name, ok, fix }) => {
    const value = values.get(name) ?? ''
    return { name, value, ok: ok(value), fix }
  })
}

const OLDEST = 150_000

const RULES: { name: string; ok: (value: string) => boolean; fix: string }[] = [
  {
    name: 'server_version_num',
    ok: (value) => Number(value) >= OLDEST,
    fix: 'Upgrade to PostgreSQL 15 or later.',
  },
  {
    name: 'server_encoding',
    ok: (value) => value === 'UTF8',
    fix: "Create the database with ENCODING 'UTF8' TEMPLATE template0.",
  },
  {
    name: 'fsync',
    ok: (value) => value === 'on',
    fix: 'Set fsync = on and restart PostgreSQL: without it a power cut destroys the database.',
  },
  {
    name: 'synchronous_commit',
    ok: (value) => value !== 'off',
    fix: 'Set synchronous_commit = on: without it a crash forgets what was acknowledged.',
  },
  {
    name: 'full_page_writes',
    ok: (value) => value === 'on',
    fix: 'Set full_page_writes = on: without it a power cut leaves torn pages.',
  },
]
