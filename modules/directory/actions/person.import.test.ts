import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { tenon, type Cast } from '#kernel/testing'
import { getDepartmentTree } from './department.tree.ts'
import { importPeople } from './person.import.ts'
import { leavePerson } from './person.leave.ts'

let as: Cast
before(async () => void (as = await tenon()))
after(() => as[Symbol.asyncDispose]())

type Source = Parameters<typeof read>[0]
async function read(source: {
  text?: string
  content?: string
  rows?: Record<string, string>[]
  skip_errors?: boolean
  dry_run?: boolean
}) {
  return as.lin!.call(importPeople, source)
}
const counts = async (source: Source) => {
  const { created, updated, unchanged, errors } = await read(source)
  return { created, updated, unchanged, errors }
}
const codes = async (text: string): Promise<(string | undefined)[]> => {
  const { problems } = await read({ text, dry_run: true })
  return problems.map((row) => row.problems[0]?.code)
}

test('matched by staff number, then e-mail, then mobile; an empty cell clears nothing; twice changes nothing', async () => {
  const text = [
    '工号,姓名,邮箱,手机号,部门,职务',
    'YS009,王芳,,,采购部,高级采购专员',
    ',Bo Larsen,BO.LARSEN@yuanshan.example,,,',
    ',孙伟,,138 0010 0011,,',
    'YS901,新同事,new@yuanshan.example,,采购部/海外采购,',
  ].join('\n')
  assert.deepEqual(await counts({ text, dry_run: true }), {
    created: 0,
    updated: 0,
    unchanged: 2,
    errors: 0,
  })
  assert.deepEqual(await counts({ text }), { created: 1, updated: 1, unchanged: 2, errors: 0 })
  assert.deepEqual(await counts({ text }), { created: 0, updated: 0, unchanged: 4, errors: 0 })
  const wang = (await as.lin!.call('directory.person.get', { person: as.wang!.id })) as Record<
    string,
    string
  >
  assert.deepEqual(
    [wang['job_title'], wang['email']],
    ['高级采购专员', 'wang.fang@yuanshan.example'],
  )
  await as.stranger!.refuses(importPeople, { text }, 'forbidden')
})

test('the administrator in the list is himself, not another', async () => {
  const rows = [{ name: '林岚', email: 'lin.lan@yuanshan.example', staff_no: 'YS001' }]
  assert.deepEqual(await counts({ rows }), { created: 0, updated: 0, unchanged: 1, errors: 0 })
})

test('every wrong row says why, and good ones go in only when asked for', async () => {
  const head = 'name,staff_no,email,mobile,manager,hire date\n'
  assert.deepEqual(await codes(`${head}A,Z1,,,Z9,\n`), ['managerUnknown'])
  assert.deepEqual(await codes(`${head}A,Z1,,,Z1,\n`), ['managerSelf'])
  assert.deepEqual(await codes(`${head}A,Z1,,,Z2,\nB,Z2,,,Z1,`), ['managerCircle', 'managerCircle'])
  assert.deepEqual(await codes(`${head}A,Z1,bad,,,\nB,Z2,,,Z1,`), ['emailUnclear', 'managerWrong'])
  assert.deepEqual(await codes(`${head}A,Z1,,,,\nB,Z1,,,,`), ['twice'])
  assert.deepEqual(await codes(`${head}A,YS001,chen.tao@yuanshan.example,,,`), ['belongsToOther'])
  assert.deepEqual(await codes(`${head}A,Z7,chen.tao@yuanshan.example,,,`), ['otherStaffNo'])
  assert.deepEqual(await codes(`${head}A,Z1,,,,03/04/2020`), ['dayUnclear'])
  const mixed = { text: `${head}A,Z1,,,,2020-03-04\nB,Z2,,12,,` }
  const refusal = await as.lin!.refuses(importPeople, mixed, 'invalid')
  assert.equal(refusal.details?.['errors'], 1)
  assert.deepEqual(await counts({ ...mixed, skip_errors: true }), {
    created: 1,
    updated: 0,
    unchanged: 0,
    errors: 1,
  })
  await as.lin!.refuses(importPeople, { text: 'a,b\n1,2' }, 'invalid')
  await as.lin!.refuses(importPeople, {}, 'invalid')
})

test('managers are found by number, e-mail or name, also in a later row', async () => {
  const text = '姓名,工号,直接上级\n甲一,Q1,乙二\n乙二,Q2,zhao.min@yuanshan.example\n丙三,Q3,YS002'
  assert.deepEqual(await counts({ text }), { created: 3, updated: 0, unchanged: 0, errors: 0 })
  const { items } = (await as.lin!.call('directory.person.list', {
    where: { staff_no: { in: ['Q1', 'Q2', 'Q3'] } },
    sort: ['staff_no'],
    expand: ['manager'],
  })) as { items: { manager$: { name: string } }[] }
  assert.deepEqual(
    items.map(({ manager$ }) => manager$.name),
    ['乙二', '赵敏', '陈涛'],
  )
})

test('the example of the README, and a leaver who has to be taken back first', async () => {
  const ida = 'Name,Work email,Dept,Reports to\nIda Holm,ida@yuanshan.example,采购部,YS002\n'
  assert.deepEqual(await counts({ text: ida }), { created: 1, updated: 0, unchanged: 0, errors: 0 })
  await as.lin!.call(leavePerson, { person: as.shan!.id })
  assert.deepEqual(await codes('姓名,工号\n单晓,YS031'), ['left'])
})

test('a long list goes on in the background', async () => {
  const rows = Array.from({ length: 501 }, (_, n) => ({ name: `Long ${n}`, staff_no: `L${n}` }))
  const { status, import: id } = await as.lin!.call(importPeople, { rows })
  assert.equal(status, 'applying')
  await as.kernel.idle()
  const done = (await as.lin!.call('directory.import.get', { import: id })) as {
    status: string
    created: number
  }
  assert.deepEqual([done.status, done.created], ['done', 501])
})

const real = join(import.meta.dirname, '../../../../shared/data/adventure-works/employees.csv')
test(
  'a real company: 290 people, 16 departments under their groups, twice',
  { skip: !existsSync(real) },
  async () => {
    const content = readFileSync(real).toString('base64')
    assert.deepEqual(await counts({ content }), {
      created: 290,
      updated: 0,
      unchanged: 0,
      errors: 0,
    })
    assert.deepEqual(await counts({ content }), {
      created: 0,
      updated: 0,
      unchanged: 290,
      errors: 0,
    })
    const { items } = await as.lin!.call(getDepartmentTree, {})
    const groups = items.filter(({ name, depth }) => depth === 0 && /^[A-Z]/.test(name))
    const under = items.filter(({ parent }) => groups.some(({ id }) => id === parent))
    assert.deepEqual([groups.length, under.length], [6, 16])
    assert.equal(
      groups.reduce((sum, { people_below }) => sum + people_below, 0),
      290,
    )
    const [led] = await as.kernel.database.reader(as.lin!.actor.org).sql<{ n: number }>`
    SELECT count(*)::int AS n FROM directory.person
    WHERE org = ${as.lin!.actor.org} AND email LIKE '%@adventure-works.com' AND manager IS NOT NULL`
    assert.equal(led!.n, 289)
  },
)
