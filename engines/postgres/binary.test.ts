import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#kernel'
import { arraysIn, packed } from './binary.ts'
import { openDatabase } from './database.ts'
import { testCluster } from './testing.ts'

test('arrays sent in binary are the same values, and what does not fit is refused by PostgreSQL', async () => {
  await using fresh = await (await testCluster()).freshDatabase()
  const database = openDatabase(fresh.owner as never, 2)
  try {
    const { sql } = database.reader(newId())
    const ids = [newId(), null, newId().toUpperCase()]
    const texts = ['', 'a"b\\c{}', null, '王芳 🚲', 'x'.repeat(100_000), 'NULL']
    const numbers = [
      0,
      -1,
      2 ** 31,
      -(2 ** 31) - 1,
      Number.MAX_SAFE_INTEGER,
      Number.MIN_SAFE_INTEGER,
    ]
    const [row] = await sql<Record<string, unknown>>`
      SELECT ${ids}::uuid[]::text[] AS ids, ${texts}::text[] AS texts, ${numbers}::bigint[]::text[] AS numbers,
        ${[1, -1, null]}::int[] AS ints, ${[true, null, false]}::boolean[] AS flags, ${[]}::text[] AS none`
    assert.deepEqual(row, {
      ids: ids.map((id) => id?.toLowerCase() ?? null),
      texts,
      numbers: numbers.map(String),
      ints: [1, -1, null],
      flags: [true, null, false],
      none: [],
    })
    await assert.rejects(sql`SELECT ${['nobody']}::uuid[]`, /invalid input syntax for type uuid/)
    await assert.rejects(sql`SELECT ${[newId().replace('-', 'x')]}::uuid[]`, /invalid input syntax/)
    await assert.rejects(sql`SELECT ${['1e400']}::bigint[]`, /invalid input syntax/)
  } finally {
    await database.close()
  }
})

test('only arrays of a named type are packed', () => {
  const arrays = arraysIn('SELECT $1::uuid, $2::text[], $3::jsonb[], $4::int[]', 'one')
  const [a, b, c, d] = packed(['x', ['y'], [{}], 'z'], arrays)
  assert.deepEqual([a, c, d], ['x', [{}], 'z'])
  assert.ok(Buffer.isBuffer(b))
})
