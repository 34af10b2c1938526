import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { withClient } from './index.ts'
import { testCluster } from './testing.ts'

test('a template is built once and every clone stands alone', async () => {
  const cluster = await testCluster()
  const key = `testing.test ${process.pid}`
  let builds = 0
  const build = () =>
    cluster.templateDatabase(key, async ({ owner }) => {
      builds += 1
      await withClient(owner, (client) => client.query('CREATE TABLE kept (word text)'))
    })
  await Promise.all([build(), build(), build()])
  await using one = await cluster.freshDatabase(key)
  await using two = await cluster.freshDatabase(key)
  await withClient(one.owner, (client) => client.query(`INSERT INTO kept VALUES ('one')`))
  const rows = await withClient(two.owner, (client) => client.query('SELECT * FROM kept'))
  assert.deepEqual({ builds, rows: rows.rows }, { builds: 1, rows: [] })
})

test('a file run by hand leaves neither a process nor a folder', async () => {
  const script = `
    import { testCluster } from './testing.ts'
    const { postgres } = await testCluster()
    console.log(JSON.stringify([postgres.pid, postgres.owner.host]))`
  const { TENON_TEST_CLUSTER: _, ...env } = process.env
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module-typescript', '--eval', script],
    { cwd: import.meta.dirname, env },
  )
  const [pid, folder] = JSON.parse(stdout) as [number, string]
  for (let tries = 0; tries < 100 && (isAlive(pid) || existsSync(folder)); tries += 1)
    await sleep(50)
  assert.deepEqual([isAlive(pid), existsSync(folder)], [false, false])
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
