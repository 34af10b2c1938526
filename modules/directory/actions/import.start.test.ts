import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { applyImport } from './import.apply.ts'
import { cancelImport } from './import.cancel.ts'
import { runImportChunk } from './import.chunk.ts'
import { listImportRows } from './import.rows.ts'
import { mapImport } from './import.map.ts'
import { startImport } from './import.start.ts'
import { watchImport } from './import.watch.ts'
import { updatePerson } from './person.update.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

/** More than two chunks; the manager of all stands in the last row. */
const many = ['name,staff_no,department_group,department,manager_staff_no']
for (let n = 1; n <= 450; n++)
  many.push(`Person ${n},N${n},New Works,Hall ${n % 3},${n === 450 ? 'YS001' : 'N450'}`)
const text = many.join('\n')
const people = async (): Promise<number> => {
  const [row] = await as.kernel.database.reader(as.lin!.actor.org).sql<{ n: number }>`
    SELECT count(*)::int AS n FROM directory.person WHERE org = ${as.lin!.actor.org}`
  return row!.n
}
const stateOf = (id: string) =>
  as.lin!.call('directory.import.get', { import: id }) as Promise<Record<string, unknown>>

test('a preview changes nothing, and names what is wrong in every row', async () => {
  const preview = await as.lin!.call(startImport, {
    text: `Who,Mail\n,a@b.c\nIda,nowhere\nBo Larsen,bo.larsen@yuanshan.example`,
  })
  assert.deepEqual(
    preview.columns.map(({ field }) => field),
    [undefined, 'email'],
  )
  const mapped = await as.lin!.call(mapImport, {
    import: preview.import,
    mapping: { Who: 'name', Mail: 'email' },
  })
  assert.deepEqual([mapped.rows, mapped.unchanged, mapped.errors], [3, 1, 2])
  assert.deepEqual(
    mapped.problems.map(({ line, problems }) => [line, problems[0]!.code]),
    [
      [2, 'nameMissing'],
      [3, 'emailUnclear'],
    ],
  )
  const { items } = await as.lin!.call(listImportRows, {
    import: preview.import,
    plan: 'error',
    limit: 1,
  })
  assert.equal(items.length, 1)
  await as.lin!.refuses(
    mapImport,
    { import: preview.import, mapping: { Nobody: 'name' } },
    'invalid',
  )
  await as.lin!.refuses(
    mapImport,
    { import: preview.import, mapping: { Who: 'salary' } },
    'invalid',
  )
  await as.lin!.refuses(applyImport, { import: preview.import }, 'invalid')
  assert.equal(await people(), 31)
  await as.lin!.call(cancelImport, { import: preview.import })
  await as.lin!.refuses(applyImport, { import: preview.import }, 'notReady')
  await as.lin!.refuses(mapImport, { import: preview.import }, 'notReady')
})

test('applied in pieces, with managers from any row and departments under their groups; cancelled means undone', async () => {
  const { import: id, departments } = await as.lin!.call(startImport, {
    text,
    file_name: 'many.csv',
  })
  assert.deepEqual(departments, [
    'New Works',
    'New Works / Hall 1',
    'New Works / Hall 2',
    'New Works / Hall 0',
  ])
  assert.equal((await as.lin!.call(applyImport, { import: id })).status, 'applying')
  await as.kernel.idle()
  const { status, applied, created, errors } = await stateOf(id)
  assert.deepEqual(
    { status, applied, created, errors },
    { status: 'done', applied: 450, created: 450, errors: 0 },
  )
  const [row] = await as.kernel.database.reader(as.lin!.actor.org).sql<{ n: number }>`
    SELECT count(*)::int AS n FROM directory.person p JOIN directory.person m ON m.org = p.org AND m.id = p.manager
    WHERE p.org = ${as.lin!.actor.org} AND m.staff_no = 'N450'`
  assert.equal(row!.n, 449)

  const { items } = (await as.lin!.call('directory.person.search', { text: 'n17' })) as {
    items: { id: string }[]
  }
  await as.lin!.call(updatePerson, {
    person: items[0]!.id,
    job_title: 'Kept, for somebody changed it',
  })
  await as.lin!.call(cancelImport, { import: id })
  await as.kernel.idle()
  assert.equal((await stateOf(id))['status'], 'cancelled')
  assert.equal(await people(), 32)
  await as.lin!.refuses(cancelImport, { import: id }, 'alreadyCancelled')
})

test('cancelling between two pieces undoes what was applied and stops the rest', async () => {
  const { import: id } = await as.lin!.call(startImport, {
    text: text.replaceAll(/N(\d+)/g, 'M$1'),
  })
  const before = await people()
  const directory = as.of({ ...as.lin!.actor, kind: 'module', id: 'directory' })
  await as.lin!.refuses(runImportChunk, { import: id }, 'notFound')
  assert.deepEqual(await directory.call(runImportChunk, { import: id }, { door: 'module' }), {
    more: false,
  })
  await as.lin!.call(applyImport, { import: id })
  await as.lin!.call(cancelImport, { import: id })
  await as.kernel.idle()
  assert.equal((await stateOf(id))['status'], 'cancelled')
  assert.equal(await people(), before)
})

test('an import that no longer moves is marked as failed, and goes on when applied again', async () => {
  const { import: id } = await as.lin!.call(startImport, {
    text: text.replaceAll(/N(\d+)/g, 'F$1'),
  })
  const block = (sql: string) => as.owner((client) => client.query(sql))
  await block(`ALTER TABLE directory.person ADD CONSTRAINT planted CHECK (staff_no <> 'F300')`)
  await as.lin!.call(applyImport, { import: id })
  await as.kernel.idle()
  assert.deepEqual(
    [(await stateOf(id))['status'], (await stateOf(id))['applied']],
    ['applying', 200],
  )

  const directory = as.of({ ...as.lin!.actor, kind: 'module', id: 'directory' })
  const watch = () => directory.call(watchImport, { import: id }, { door: 'module' })
  assert.deepEqual(await watch(), { status: 'applying' })
  await block(
    `UPDATE directory.import SET updated_at = now() - interval '2 minutes' WHERE id = '${id}'`,
  )
  assert.deepEqual(await watch(), { status: 'failed' })
  await block('ALTER TABLE directory.person DROP CONSTRAINT planted')
  await as.lin!.call(applyImport, { import: id })
  await as.kernel.idle()
  assert.deepEqual([(await stateOf(id))['status'], (await stateOf(id))['created']], ['done', 450])
})

test('an import is for those who may import everywhere', async () => {
  await as.stranger!.refuses(startImport, { text }, 'forbidden')
  await as.outsider!.refuses('directory.import.get', { import: as.lin!.id }, 'notFound')
  const { import: id } = await as.lin!.call(startImport, { text: 'name\nX' })
  for (const action of [applyImport, cancelImport, mapImport]) {
    await as.outsider!.refuses(action, { import: id }, 'notFound')
    await as.bo!.refuses(action, { import: id }, 'forbidden')
  }
  await as.outsider!.refuses(listImportRows, { import: id }, 'notFound')
  const range = new Map([...as.lin!.actor.scopes, ['directory.import', 'department'] as const])
  await as
    .of({ ...as.lin!.actor, scopes: range })
    .refuses(startImport, { text: 'name\nX' }, 'forbidden')
})
