import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { erasePerson } from './actions/person.erase.ts'
import { forgetTraces } from './actions/person.forget.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

test('an owner erases somebody who has left, after typing the name; nobody else does', async () => {
  const [lin, song] = [as['lin']!, as['song']!]
  const erase = { person: song.id, confirm: '宋佳' }
  await as['wang']!.refuses(erasePerson, erase, 'forbidden')
  await as['outsider']!.refuses(erasePerson, erase, 'notFound')
  await lin.refuses(erasePerson, erase, 'stillHere')
  await lin.call('directory.person.leave', { person: song.id })
  await lin.refuses(erasePerson, { ...erase, confirm: '宋嘉' }, 'notConfirmed')
  await lin.refuses(forgetTraces, { person: song.id, words: [] }, 'notFound')
  assert.deepEqual(await lin.call(erasePerson, erase), { erased: song.id })
})

test('an administrator who is no owner is refused', async () => {
  await as['lin']!.call('directory.person.leave', { person: as['oscar']!.id })
  await as['gao']!.refuses(
    erasePerson,
    { person: as['oscar']!.id, confirm: 'Oscar Núñez' },
    'onlyOwner',
  )
})

test('nothing personal is left: directory, cards, notices, log; ids and outcomes stay', async () => {
  const [lin, wang, bo] = [as['lin']!, as['wang']!, as['bo']!]
  const { id: request } = (await bo.call('approval.request.create', {
    title: '样品',
    approver: wang.id,
  })) as { id: string }
  await wang.call('approval.request.approve', { request })
  await lin.call('directory.person.update', { person: bo.id, mobile: '+8613900139000' })
  await lin.call('directory.person.leave', { person: bo.id })
  await lin.call(erasePerson, { person: bo.id, confirm: 'Bo Larsen' })
  await as.kernel.idle()
  await as.owner((client) =>
    client.query(`UPDATE kernel.job SET run_at = now() WHERE action = 'audit.person.forget'`),
  )
  await as.kernel.idle()

  const person = (await lin.call('directory.person.get', { person: bo.id })) as Record<
    string,
    unknown
  >
  assert.equal(person['name'], 'Removed person')
  for (const field of ['email', 'mobile', 'staff_no', 'job_title', 'avatar', 'manager', 'account'])
    assert.equal(person[field], undefined, field)
  assert.deepEqual(
    (
      (await lin
        .call('directory.person.search', { text: 'larsen' })
        .catch(() => ({ items: [] }))) as { items: object[] }
    ).items,
    [],
  )

  const seen = await as.owner(async (client) => {
    const tables = [
      'directory.person',
      'directory.person_key',
      'notify.notice',
      'cards.card',
      'approval.request',
      'kernel.audit',
      'kernel.event',
      'kernel.job',
    ]
    const found: string[] = []
    for (const table of tables) {
      const { rows } = await client.query(
        `SELECT t::text AS row FROM ${table} t WHERE t::text ILIKE '%larsen%' OR t::text LIKE '%13900139000%'`,
      )
      found.push(...rows.map(({ row }) => `${table}: ${row}`))
    }
    return found
  })
  assert.deepEqual(seen, [])
  const trace = (await lin.call('audit.entry.list', {
    actor: bo.id,
    action: 'approval.request.create',
  })) as { items: { outcome: string; actor_name: string }[] }
  assert.deepEqual(trace.items.map(({ outcome, actor_name }) => [outcome, actor_name]).at(0), [
    'ok',
    'Removed person',
  ])
  const decided = (await wang.call('approval.request.get', { request })) as {
    submitter: string
    status: string
  }
  assert.deepEqual([decided.submitter, decided.status], [bo.id, 'approved'])
})
