import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { tenon, type Cast } from '#kernel/testing'
import { getConversation } from '#modules/chat'
import { callerOf, openDoors } from '../../test/contract/doors.ts'
import { statementsOf } from '../../test/contract/statements.ts'
import { addToProject } from './actions/member.add.ts'
import { changeMember } from './actions/member.change.ts'
import { removeFromProject } from './actions/member.remove.ts'
import { getBoard } from './actions/project.board.ts'
import { createProject } from './actions/project.create.ts'
import { getStatistics } from './actions/project.statistics.ts'
import { updateProject } from './actions/project.update.ts'
import { watchProject } from './actions/project.watch.ts'
import { completeTask } from './actions/task.complete.ts'
import { createTask } from './actions/task.create.ts'
import { exportTasks } from './actions/task.export.ts'
import { followTask } from './actions/task.follow.ts'
import { importTasks } from './actions/task.import.ts'
import { updateTask } from './actions/task.update.ts'
import { listTemplates } from './actions/template.list.ts'
import { stageProject } from './testing.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

test('create: from a template in one’s language, with a group of its own', async () => {
  const liu = as['liu']!
  const { items } = await liu.call(listTemplates, {})
  assert.deepEqual(
    items.map(({ id }) => id),
    ['simple', 'software', 'launch', 'event', 'hiring'],
  )
  const project = await liu.call(createProject, {
    name: '折叠车',
    key: 'FOLD',
    template: 'launch',
    language: 'zh',
    people: [as['tang']!.id, as['xu']!.id],
  })
  assert.deepEqual(
    project.states.map(({ name, category }) => `${name} ${category}`),
    ['计划 todo', '进行中 doing', '待确认 doing', '已完成 done'],
  )
  const board = await liu.call(getBoard, { project: project.id })
  assert.equal(board.role, 'lead')
  assert.deepEqual(
    board.tasks.map(({ key, title }) => `${key} ${title}`),
    ['FOLD-1 冻结产品规格', 'FOLD-2 首批样件', 'FOLD-3 试产', 'FOLD-4 认证', 'FOLD-5 上市物料'],
  )
  const group = await as['xu']!.call(getConversation, { conversation: project.conversation! })
  assert.equal(group.conversation.name, '折叠车')
  assert.equal(group.conversation.members, 3)
  await liu.refuses(createProject, { name: '又一个', key: 'FOLD' }, 'keyTaken')
  await liu.refuses(createProject, { name: '小写', key: 'fold' }, 'invalid')
  // A group that one is not in cannot be made the project's.
  const { conversation } = await stageProject(as)
  await as['gao']!.refuses(
    createProject,
    { name: '偷听', key: 'SPY', group: 'chosen', conversation },
    'notFound',
  )
})

test('strangers learn nothing and leads alone rule, on every door', async () => {
  const { project, liu, tang, song } = await stageProject(as)
  const { id: task } = await tang.call(createTask, { project, title: '车架静压' })
  await using doors = await openDoors(as)
  const asked: [string, object][] = [
    ['projects.project.get', { project }],
    ['projects.project.board', { project }],
    ['projects.project.watch', { project }],
    ['projects.project.statistics', { project }],
    ['projects.project.update', { project, name: 'x' }],
    ['projects.member.add', { project, people: [as['gao']!.id] }],
    ['projects.member.change', { project, person: tang.id, role: 'guest' }],
    ['projects.member.remove', { project, person: tang.id }],
    ['projects.task.create', { project, title: 'x' }],
    ['projects.task.import', { project, text: 'title\nx' }],
    ['projects.task.export', { project }],
    ['projects.task.get', { task }],
    ['projects.task.update', { task, title: 'x' }],
    ['projects.task.move', { task, state: 'done' }],
    ['projects.task.complete', { task }],
    ['projects.task.take', { task }],
    ['projects.task.follow', { task }],
    ['projects.task.delete', { task }],
    ['projects.comment.create', { task, text: 'x' }],
  ]
  for (const door of doors.doors)
    for (const [action, input] of asked)
      for (const name of ['stranger', 'lin', 'outsider', 'song']) {
        const answer = await door.knock(await callerOf(name, as[name]!), action, input)
        const guest = name === 'song' && !action.startsWith('projects.task.')
        const code = answer.code
        if (name !== 'song') assert.equal(code, 'notFound', `${door.name} ${name} ${action}`)
        else if (!guest && !/create|import|export/.test(action))
          assert.equal(code, 'notFound', `${door.name} guest ${action}`)
      }
  await song.refuses(createTask, { project, title: 'x' }, 'forbidden')
  await song.refuses(importTasks, { project, text: 'title\nx' }, 'guestImports')
  await song.refuses(watchProject, { project }, 'guest')
  await song.refuses(getStatistics, { project }, 'guest')
  await tang.refuses(updateProject, { project, name: 'x' }, 'forbidden')
  await tang.refuses(addToProject, { project, people: [as['gao']!.id] }, 'forbidden')
  await tang.refuses(addToProject, { project, people: [tang.id] }, 'forbidden')
  await tang.refuses(changeMember, { project, person: song.id, role: 'lead' }, 'forbidden')
  await tang.refuses(removeFromProject, { project, person: song.id }, 'forbidden')
  await liu.refuses(changeMember, { project, person: liu.id, role: 'member' }, 'lastLead')
  await liu.refuses(removeFromProject, { project, person: liu.id }, 'lastLead')
  await liu.refuses(addToProject, { project, people: [as['outsider']!.id] }, 'notFound')
  assert.equal((await tang.call(watchProject, { project })).role, 'member')
})

test('a guest sees what he is given or follows, and nothing beside it', async () => {
  const { project, liu, song } = await stageProject(as)
  const one = await liu.call(createTask, { project, title: '看得见的' })
  const two = await liu.call(createTask, { project, title: '别人的' })
  const seen = async () => (await song.call(getBoard, { project })).tasks.map(({ title }) => title)
  assert.deepEqual(await seen(), [])
  await song.refuses(followTask, { task: one.id }, 'notFound')
  await liu.call(followTask, { task: one.id, person: song.id })
  assert.deepEqual(await seen(), ['看得见的'])
  await song.refuses(updateTask, { task: one.id, title: '改' }, 'forbidden')
  await liu.call(updateTask, { task: two.id, assignee: song.id })
  assert.deepEqual(await seen(), ['看得见的', '别人的'])
  assert.equal((await song.call(exportTasks, { project })).rows, 2)
  await song.call(completeTask, { task: two.id })
  await liu.call(followTask, { task: one.id, person: song.id, on: false })
  assert.deepEqual(await seen(), ['别人的'])
})

test('workflow, fields and labels are the project’s own', async () => {
  const { project, liu, tang } = await stageProject(as, { template: 'software' })
  const fields = [
    { key: 'severity', title: '严重度', kind: 'choice' as const, choices: ['高', '低'] },
    { key: 'found_on', title: '发现日期', kind: 'date' as const },
  ]
  await liu.call(updateProject, { project, fields })
  const head = { project, title: '刹车异响' }
  await tang.refuses(createTask, { ...head, custom: { severity: '中' } }, 'invalid')
  await tang.refuses(createTask, { ...head, custom: { nothing: 1 } }, 'invalid')
  await tang.refuses(createTask, { ...head, custom: { found_on: '2026-02-30' } }, 'invalid')
  await tang.refuses(createTask, { ...head, state: 'nowhere' }, 'invalid')
  await tang.refuses(createTask, { ...head, assignee: as['gao']!.id }, 'invalid')
  const task = await tang.call(createTask, { ...head, custom: { severity: '高' } })
  const after = await tang.call(updateTask, { task: task.id, custom: { found_on: '2026-11-20' } })
  assert.deepEqual(after.custom, { severity: '高', found_on: '2026-11-20' })

  const { states } = await liu.call(updateProject, { project })
  const refuse = (next: typeof states, code: string) =>
    liu.refuses(updateProject, { project, states: next }, code)
  await refuse(
    states.filter(({ key }) => key !== 'backlog'),
    'stateInUse',
  )
  await refuse(
    states.filter(({ category }) => category !== 'done'),
    'statesIncomplete',
  )
  await refuse([...states, states[0]!], 'statesIncomplete')
  await liu.refuses(updateProject, { project, fields: [fields[0]!, fields[0]!] }, 'fieldsTwice')
  await liu.refuses(
    updateProject,
    { project, fields: [{ key: 'c', title: 'C', kind: 'choice' }] },
    'choiceNeeded',
  )
  // What a column means can change, and its tasks with it.
  const turned = states.map((each) =>
    each.key === 'testing' ? { ...each, category: 'done' as const } : each,
  )
  await tang.call(updateTask, { task: task.id, state: 'testing' })
  await liu.call(updateProject, { project, states: turned })
  const board = await liu.call(getBoard, { project })
  assert.equal(board.tasks.find(({ id }) => id === task.id)!.category, 'done')
  await liu.call(updateProject, { project, state: 'archived' })
  await liu.refuses(createTask, head, 'conflict')
})

test('who goes leaves his tasks to nobody, and the group of the project', async () => {
  const liu = as['liu']!
  const tang = as['tang']!
  const { id: project, conversation } = await liu.call(createProject, {
    name: '离组',
    key: 'LEAVE',
    people: [tang.id, as['xu']!.id],
  })
  const { id: task } = await liu.call(createTask, { project, title: '接力', assignee: tang.id })
  const answer = await liu.call(removeFromProject, { project, person: tang.id })
  assert.deepEqual(answer, { removed: tang.id, unassigned: 1, in_group: false })
  await tang.refuses(getBoard, { project }, 'notFound')
  await tang.refuses(getConversation, { conversation: conversation! }, 'notFound')
  const board = await liu.call(getBoard, { project })
  assert.equal(board.tasks.find(({ id }) => id === task)!.assignee, undefined)
  // A lead who leaves the organisation is followed by who has been there longest.
  const shen = as['shen']!
  await liu.call(addToProject, { project, people: [shen.id], role: 'lead' })
  await liu.call(changeMember, { project, person: liu.id, role: 'member' })
  await as['lin']!.call('directory.person.leave', { person: shen.id })
  await as.kernel.idle()
  const { members } = await liu.call(getBoard, { project })
  assert.deepEqual(
    members.filter(({ role }) => role === 'lead').map(({ person }) => person),
    [liu.id],
  )
})

test('import and export: all or nothing, problems by line, and back again', async () => {
  const { project, liu, tang } = await stageProject(as)
  const text = [
    '标题,状态,负责人,优先级,截止日期,工时,标签,描述',
    '前叉打样,进行中,唐宇,高,2026年12月1日,6.5,"设计,样件",第一轮',
    '量产评审,,,,2026/12/24,,,',
    '"=cmd|calc",已完成,刘洋,,,,,',
  ].join('\n')
  await liu.refuses(importTasks, { project, text: 'name;x\n' }, 'invalid')
  const wrong = await liu.refuses(importTasks, { project, text }, 'invalid')
  assert.match(wrong.message, /Line 2: there is no state “进行中”/)
  const board = await liu.call(getBoard, { project })
  assert.equal(board.tasks.length, 0, 'nothing of a refused import is left')
  await liu.call(updateProject, {
    project,
    states: board.project.states.map((state) => ({
      ...state,
      name: { todo: '待处理', doing: '进行中', done: '已完成' }[state.key]!,
    })),
  })
  const { created, first } = await tang.call(importTasks, { project, text })
  assert.equal(created, 3)
  const { tasks } = await liu.call(getBoard, { project })
  assert.equal(tasks.find(({ title }) => title === '前叉打样')!.key, first)
  const { due_on, estimate, labels, assignee, state } = tasks.find(({ key }) => key === first)!
  assert.deepEqual(
    { due_on, estimate, labels, assignee, state },
    {
      due_on: '2026-12-01',
      estimate: 6.5,
      labels: ['设计', '样件'],
      assignee: tang.id,
      state: 'doing',
    },
  )
  const out = await liu.call(exportTasks, { project })
  assert.match(out.text, /'=cmd/)
  assert.equal((await liu.call(importTasks, { project, text: out.text })).created, 3)
  const long = ['title', ...Array.from({ length: 1001 }, (_, index) => `t${index}`)].join('\n')
  await liu.refuses(importTasks, { project, text: long }, 'invalid')
})

test('a board of 500 tasks is at most four statements, and no more than one of five', async () => {
  const { project, liu } = await stageProject(as)
  const rows = (count: number) =>
    ['title,assignee', ...Array.from({ length: count }, (_, at) => `任务 ${at},唐宇`)].join('\n')
  await liu.call(importTasks, { project, text: rows(5) })
  await as.kernel.idle()
  const load = () => statementsOf(() => liu.call(getBoard, { project }))
  const few = (await load()).length
  await liu.call(importTasks, { project, text: rows(495) })
  await as.kernel.idle()
  const many = await load()
  assert.ok(many.length <= 4, `${many.length} statements`)
  assert.equal(many.length, few)
  const board = await liu.call(getBoard, { project })
  assert.equal(board.tasks.length, 500)
  assert.deepEqual(
    board.tasks.map(({ number }) => number),
    Array.from({ length: 500 }, (_, index) => index + 1),
  )
  const first = await liu.call(getBoard, { project, limit: 100 })
  const second = await liu.call(getBoard, { project, limit: 500, cursor: first.next! })
  assert.equal(first.tasks.length + second.tasks.length, 500)

  const statistics = await liu.call(getStatistics, { project, days: 14 })
  assert.equal(statistics.burn_up.length, 14)
  assert.deepEqual(statistics.burn_up.at(-1), {
    ...statistics.burn_up.at(-1)!,
    scope: 500,
    done: 0,
  })
  assert.deepEqual(statistics.people, [{ person: as['tang']!.id, open: 500, overdue: 0 }])
})

test('a board, a column and a list are read from an index, as the app', async () => {
  const { project, liu } = await stageProject(as)
  await liu.call(createTask, { project, title: '一' })
  await as.owner(async (client) => {
    await client.query(`INSERT INTO projects.task (org, id, project, number, key, title, state, category, position, priority, created_by)
      SELECT org, gen_random_uuid(), gen_random_uuid(), n, 'X-' || n, title, state, category, position, priority, created_by
      FROM projects.task, generate_series(1, 20000) n WHERE project = '${project}'`)
    await client.query(`INSERT INTO projects.member (org, id, project, person, role)
      SELECT org, gen_random_uuid(), project, gen_random_uuid(), 'member' FROM projects.task WHERE key LIKE 'X-%' LIMIT 5000`)
    await client.query('VACUUM ANALYZE projects.task, projects.member')
  })
  await as.kernel.idle()
  const app = new pg.Client(as.config.app)
  await app.connect()
  await app.query(`SELECT set_config('tenon.org', '${liu.actor.org}', false)`)
  const asked: (() => Promise<unknown>)[] = [
    () => liu.call(getBoard, { project }),
    () => liu.call(createTask, { project, title: '二' }),
    () => liu.call('projects.task.list', { where: { assignee: liu.id }, limit: 50 }),
  ]
  for (const ask of asked)
    for (const { text, values } of await statementsOf(ask)) {
      if (!/^\s*(SELECT|WITH|INSERT|UPDATE|DELETE)/.test(text) || !/projects/.test(text)) continue
      const { rows } = await app.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN ${text}`,
        values as unknown[],
      )
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      assert.doesNotMatch(plan, /Seq Scan on (task|member)\b/, `${text}\n${plan}`)
    }
  await app.end()
})
