import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { feedTasks } from './actions/task.feed.ts'
import { importTasks } from './actions/task.import.ts'
import { stageProject } from './testing.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

const MANY = 450
const asOwner = async (text: string) =>
  as.owner(async (client) => (await client.query(text)).rows as Record<string, number>[])

test('tasks older than the list of to-dos are put there once, in pieces', async () => {
  const { project, liu, tang } = await stageProject(as)
  const [{ name } = { name: '' }] = (await asOwner(
    `SELECT name FROM directory.person WHERE id = '${tang.id}'`,
  )) as unknown as { name: string }[]
  const lines = Array.from({ length: MANY }, (_none, n) => `任务 ${n},${name}`)
  await liu.call(importTasks, { project, text: ['标题,负责人', ...lines].join('\n') })
  await as.kernel.idle()
  const counted = async () => {
    const [row] = await asOwner(`
      SELECT count(*)::int AS n, coalesce(sum(rev), 0)::int AS revs FROM todo.item
      WHERE source = 'projects' AND state = 'open' AND person = '${tang.id}'`)
    return row!
  }
  const before = await counted()
  assert.ok(before['n']! >= MANY)
  // As it was before there was the list.
  await asOwner(`DELETE FROM todo.item WHERE source = 'projects'`)
  const upgrade = readFileSync(join(import.meta.dirname, 'migrations', '0002_todo.sql'), 'utf8')
  await asOwner(upgrade)
  await as.kernel.idle()
  const after = await counted()
  assert.equal(after['n'], before['n'])
  await asOwner(upgrade)
  await as.kernel.idle()
  assert.deepEqual(await counted(), after, 'a second time nothing changes')
  await liu.refuses(feedTasks.id, {}, 'notFound')
})
