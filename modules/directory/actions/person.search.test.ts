import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Sql } from '#kernel'
import { tenon, type Cast } from '#kernel/testing'
import { hitsOf } from '../search.ts'
import { createPerson } from './person.create.ts'
import { leavePerson } from './person.leave.ts'
import { searchPeople } from './person.search.ts'
import { updatePerson } from './person.update.ts'
import { updateProfile } from './profile.update.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

const find = async (text: string, who = as.bo!, more = {}): Promise<string[]> => {
  const { items } = (await who.call(searchPeople, { text, ...more })) as {
    items: { name: string }[]
  }
  return items.map(({ name }) => name)
}

test('people are found by any beginning: characters, pinyin, initials, words, numbers, department', async () => {
  for (const typed of ['林岚', '林', 'linlan', 'll', 'LinL', 'ys001'])
    assert.equal((await find(typed))[0], '林岚', typed)
  assert.deepEqual(await find('lin'), ['林岚', '冯琳'])
  assert.deepEqual(await find('lars bo'), ['Bo Larsen'])
  assert.deepEqual(await find('nunez'), ['Oscar Núñez'])
  assert.deepEqual(await find('0009'), ['王芳'])
  assert.deepEqual(await find('138 0010 0009'), ['王芳'])
  assert.deepEqual(await find('chen.tao@'), ['陈涛'])
  assert.deepEqual((await find('采购')).toSorted(), ['Bo Larsen', '孙伟', '王芳', '陈涛'])
  assert.deepEqual(await find('   %_ '), [])
})

test('another organisation, a hidden person and a leaver are not found', async () => {
  assert.deepEqual(await find('suqing'), [])
  assert.deepEqual(await find('suqing', as.outsider!), ['苏晴'])
  await as.lin!.call(updatePerson, { person: as.tang!.id, visibility: 'hidden' })
  assert.deepEqual(await find('tangyu'), [])
  assert.deepEqual(await find('tangyu', as.lin!), ['唐宇'])
  await as.lin!.call(leavePerson, { person: as.jiang!.id })
  assert.deepEqual(await find('jiangbin'), [])
  assert.deepEqual(await find('jiangbin', as.bo!, { include_left: true }), ['蒋斌'])
  await as.nobody.refuses(searchPeople, { text: 'lin' }, 'unauthenticated')
})

test('who may not see an address cannot find anybody by it, alone or with a name', async () => {
  await as.raj!.call(updateProfile, { contact_visibility: 'department' })
  assert.deepEqual(await find('raj.patel@', as.anna!), ['Raj Patel'])
  for (const typed of ['raj.patel@', 'raj raj.patel@', '0019'])
    assert.deepEqual(await find(typed, as.zhao!), [], typed)
})

test('a new name is found and the old one is not', async () => {
  const { id } = (await as.lin!.call(createPerson, { name: '慕容雪' })) as { id: string }
  assert.deepEqual(await find('mrx'), ['慕容雪'])
  await as.lin!.call(updatePerson, { person: id, name: '慕容霜' })
  assert.deepEqual(await find('mrx'), [])
  assert.deepEqual(await find('murongs'), ['慕容霜'])
})

test('a department lists its people and those below it, in order of their names', async () => {
  const { items } = (await as.bo!.call(searchPeople, {
    department: as.world.ids['directory.department.engineering']!,
  })) as { items: { name: string }[] }
  assert.deepEqual(
    items.map(({ name }) => name),
    ['Anna Schmidt', '刘洋', 'Raj Patel', '宋佳', '徐磊'],
  )
})

test('a search reads a range of the keys, not everybody', async () => {
  const { org } = as.lin!.actor
  const plan = await as.owner(async (client) => {
    await client.query(
      `SET tenon.org = '${org}'; SET ROLE tenon_app; SET enable_seqscan = off; SET enable_bitmapscan = off`,
    )
    const explain = async (text: TemplateStringsArray, ...values: unknown[]) => {
      const statement = text.reduce((before, part, index) => `${before}$${index}${part}`)
      const { rows } = await client.query(`EXPLAIN ${statement}`, values)
      return rows
    }
    return JSON.stringify(await hitsOf(explain as unknown as Sql, org, ['lin']))
  })
  assert.match(plan, /Index Cond: [^"]*org[^"]*key >= w\.low[^"]*key < w\.high/)
})
