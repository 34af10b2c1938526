import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { tenon, type Cast, type Voice } from '#kernel/testing'
import { getCard, pressCard } from '#modules/cards'
import { listMessages } from '#modules/chat'
import { completeItem, listItems } from '#modules/todo'
import { createComment } from './actions/comment.create.ts'
import { deleteComment } from './actions/comment.delete.ts'
import { getBoard } from './actions/project.board.ts'
import { updateProject } from './actions/project.update.ts'
import { attachToTask } from './actions/task.attach.ts'
import { addToProject } from './actions/member.add.ts'
import { blockTask } from './actions/task.block.ts'
import { completeTask } from './actions/task.complete.ts'
import { createTask } from './actions/task.create.ts'
import { deleteTask } from './actions/task.delete.ts'
import { moveTask } from './actions/task.move.ts'
import { takeTask } from './actions/task.take.ts'
import { remindDue } from './actions/task.remind.ts'
import { updateTask } from './actions/task.update.ts'
import { stageProject } from './testing.ts'

let as: Cast
before(async () => {
  as = await tenon()
})
after(() => as[Symbol.asyncDispose]())

const column = async (who: Voice, project: string, state: string) =>
  (await who.call(getBoard, { project })).tasks
    .filter((task) => task.state === state)
    .map(({ title }) => title)

const cardsIn = async (who: Voice, conversation: string) =>
  (await who.call(listMessages, { conversation })).items.filter(({ kind }) => kind === 'card')

test('move: to a place in a column, and back by the same action', async () => {
  const { project, liu, tang } = await stageProject(as)
  const ids: Record<string, string> = {}
  for (const title of ['a', 'b', 'c', 'd'])
    ids[title] = (await liu.call(createTask, { project, title })).id
  const { before: stood } = await tang.call(moveTask, {
    task: ids['c']!,
    state: 'todo',
    after: null,
  })
  assert.deepEqual(await column(liu, project, 'todo'), ['c', 'a', 'b', 'd'])
  assert.deepEqual(stood, { state: 'todo', after: ids['b'] })
  await tang.call(moveTask, { task: ids['c']!, ...stood })
  assert.deepEqual(await column(liu, project, 'todo'), ['a', 'b', 'c', 'd'])
  await tang.call(moveTask, { task: ids['a']!, state: 'doing' })
  await tang.call(moveTask, { task: ids['d']!, state: 'doing', after: ids['a']! })
  await tang.call(moveTask, { task: ids['b']!, state: 'doing', after: ids['a']! })
  assert.deepEqual(await column(liu, project, 'doing'), ['a', 'b', 'd'])
  await tang.refuses(moveTask, { task: ids['b']!, state: 'todo', after: ids['a']! }, 'conflict')
  await tang.refuses(moveTask, { task: ids['b']!, state: 'nowhere' }, 'invalid')
  const moved = await tang.call(moveTask, { task: ids['b']!, state: 'done' })
  assert.ok(moved.task.done_at)
  assert.equal(moved.task.category, 'done')
  const again = await tang.call(moveTask, { task: ids['b']!, ...moved.before })
  assert.equal(again.task.done_at, undefined)
  // All at once to one place: each finds room, none is lost.
  await Promise.all(
    ['a', 'b', 'c', 'd'].map((title) =>
      liu.call(moveTask, { task: ids[title]!, state: 'done', after: null }),
    ),
  )
  assert.deepEqual((await column(liu, project, 'done')).toSorted(), ['a', 'b', 'c', 'd'])
})

test('a move tells the group by one card, altered in place; a bystander there is refused with the reason', async () => {
  const { project, conversation, liu, tang, feng } = await stageProject(as)
  const { id: task, key } = await liu.call(createTask, { project, title: '前叉疲劳试验' })
  await as.kernel.idle()
  assert.equal((await cardsIn(feng, conversation)).length, 0, 'making a task is no news')
  for (const state of ['doing', 'todo', 'doing', 'done', 'doing'])
    await tang.call(moveTask, { task, state })
  await tang.call(updateTask, { task, due_on: '2026-12-01' })
  await as.kernel.idle()
  const cards = await cardsIn(feng, conversation)
  assert.equal(cards.length, 1, 'five moves are one message')
  assert.equal(cards[0]!.sender, tang.id)
  const { delivery } = cards[0]!.body!.card!
  const seen = await feng.call(getCard, { delivery })
  assert.equal(seen.summary, `${key} 前叉疲劳试验: In progress`)
  assert.equal((seen.data as { due_on: string }).due_on, '2026-12-01')

  const press = (name: string) => ({ delivery, name, client_action_id: crypto.randomUUID() })
  const refusal = await feng.refuses(pressCard, press('complete'), 'forbidden')
  assert.match(refusal.message, /Only members of the project/)
  await feng.refuses(moveTask, { task, state: 'done' }, 'forbidden')
  await feng.refuses(takeTask, { task }, 'forbidden')
  await feng.refuses('projects.task.get', { task }, 'notFound')
  await as['stranger']!.refuses(pressCard, press('complete'), 'notFound')
  await liu.call(pressCard, press('take'))
  await liu.call(pressCard, press('complete'))
  await as.kernel.idle()
  const done = await feng.call(getCard, { delivery })
  assert.equal((done.data as { category: string }).category, 'done')
  await liu.refuses(completeTask, { task }, 'alreadyDone')
})

test('who moves a task need not be in the group: then the card comes without a name', async () => {
  const { project, conversation, liu, feng } = await stageProject(as)
  await liu.call(addToProject, { project, people: [as['xu']!.id] })
  const { id: task } = await liu.call(createTask, { project, title: '不在群里' })
  await as['xu']!.call(moveTask, { task, state: 'doing' })
  await as.kernel.idle()
  const [card] = await cardsIn(feng, conversation)
  assert.match(card!.text, /不在群里/)
  assert.equal(card!.sender, undefined)
  await as['xu']!.refuses(listMessages, { conversation }, 'notFound')
})

test('many tasks moved at once do not flood the group', async () => {
  const { project, conversation, liu, feng } = await stageProject(as)
  for (let index = 0; index < 14; index++) {
    const { id } = await liu.call(createTask, { project, title: `批量 ${index}` })
    await liu.call(moveTask, { task: id, state: 'doing' })
  }
  await as.kernel.idle()
  assert.equal((await cardsIn(feng, conversation)).length, 10)
  const waiting = await as.owner((client) =>
    client.query(`SELECT 1 FROM kernel.job WHERE action = 'projects.task.tell' AND run_at > now()`),
  )
  assert.equal(waiting.rowCount, 4, 'the others are told later')
})

test('a task is a to-do of its assignee, ticked off there or here', async () => {
  const { project, liu, tang, song } = await stageProject(as)
  const mine = async (who: Voice, state: 'open' | 'done' = 'open') =>
    (await who.call(listItems, { state, source: 'projects', search: '待办联动' })).items
  const { id: task } = await liu.call(createTask, {
    project,
    title: '待办联动',
    assignee: tang.id,
    due_on: '2026-12-24',
  })
  const [item] = await mine(tang)
  assert.equal(item!.due_on, '2026-12-24')
  assert.equal(item!.link, `/projects/${project}/board/${task}`)
  await liu.call(updateTask, { task, assignee: song.id, title: '待办联动 2' })
  assert.deepEqual([(await mine(tang)).length, (await mine(song)).length], [0, 1])
  const [his] = await mine(song)
  assert.equal((await song.call(completeItem, { item: his!.id })).state, 'done')
  const board = await liu.call(getBoard, { project })
  assert.equal(board.tasks.find(({ id }) => id === task)!.category, 'done')
  await liu.call(moveTask, { task, state: 'todo' })
  assert.equal((await mine(song)).length, 1, 'taken up again')
  await liu.call(updateTask, { task, assignee: null })
  assert.equal((await mine(song)).length, 0)
  assert.equal((await mine(song, 'done'))[0]!.state, 'dropped')
  // What is archived asks nothing of anybody.
  await liu.call(updateTask, { task, assignee: song.id })
  await liu.call(updateProject, { project, state: 'archived' })
  assert.equal((await mine(song)).length, 0)
  await liu.call(updateProject, { project, state: 'active' })
  assert.equal((await mine(song)).length, 1)
  // Who lost the right meanwhile is refused by the source, and the to-do stays.
  await liu.call(takeTask, { task })
  const [own] = await mine(liu)
  await liu.call(deleteTask, { task })
  await liu.refuses(completeItem, { item: own!.id }, 'notOpen')
})

test('dependencies have no circles, neither waiting nor being a part', async () => {
  const { project, liu, tang } = await stageProject(as)
  const make = async (title: string) => (await liu.call(createTask, { project, title })).id
  const [a, b, c] = [await make('a'), await make('b'), await make('c')]
  await liu.call(blockTask, { task: b, by: a })
  assert.deepEqual((await tang.call(blockTask, { task: c, by: b })).blocked_by, [b])
  const refusal = await liu.refuses(blockTask, { task: a, by: c }, 'circle')
  assert.deepEqual(refusal.details!['way'], [c, b, a])
  await liu.refuses(blockTask, { task: a, by: a }, 'circle')
  const other = await stageProject(as)
  const far = await other.liu.call(createTask, { project: other.project, title: 'far' })
  await liu.refuses(blockTask, { task: a, by: far.id }, 'invalid')
  await liu.call(updateTask, { task: b, parent: a })
  await liu.refuses(updateTask, { task: a, parent: b }, 'circle')
  await liu.refuses(updateTask, { task: a, parent: a }, 'circle')
  // Two at once that would close a circle together: one is told.
  const [d, e] = [await make('d'), await make('e')]
  const answers = await Promise.allSettled([
    liu.call(blockTask, { task: d, by: e }),
    tang.call(blockTask, { task: e, by: d }),
  ])
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  await tang.refuses(deleteTask, { task: a }, 'forbidden')
  await liu.call(deleteTask, { task: a })
  const { tasks } = await liu.call(getBoard, { project })
  const left = tasks.find(({ id }) => id === b)!
  assert.deepEqual([left.blocked_by, left.parent], [undefined, undefined])
})

test('comments, files and history are for who may see the task', async () => {
  const { project, liu, tang, song } = await stageProject(as)
  const { id: task } = await liu.call(createTask, { project, title: '热处理', assignee: tang.id })
  const comment = await tang.call(createComment, {
    task,
    text: '温度曲线见附件',
    mentions: [liu.id],
  })
  const notices = (await liu.call('notify.notice.list', { limit: 1 })) as {
    items: { title_zh: string }[]
  }
  assert.equal(notices.items[0]!.title_zh, '唐宇在“热处理”的评论里提到了你')
  await song.refuses(createComment, { task, text: '？' }, 'notFound')
  await tang.refuses(createComment, { task, text: '' }, 'invalid')

  const blob = `${tang.actor.org}/${crypto.randomUUID()}`
  const kept = await as.kernel.blobs.put(blob, Buffer.from('曲线'))
  const file = (await tang.call('files.file.upload', {
    file: { blob, name: '曲线.txt', mime: 'text/plain', ...kept },
  })) as { id: string }
  await liu.refuses(attachToTask, { task, files: [file.id] }, 'filesMissing')
  await tang.call(attachToTask, { task, files: [file.id] })
  await liu.call('files.file.read', { file: file.id })
  await song.refuses('files.file.read', { file: file.id }, 'notFound')

  await liu.call(updateTask, { task, priority: 'urgent', description: '按 T6 工艺' })
  await liu.call(updateTask, { task, priority: 'urgent' })
  const told = await tang.call('projects.task.history', { task })
  assert.equal((told as { items: { by_name: string }[] }).items[0]!.by_name, '刘洋')
  await song.refuses('projects.task.history', { task }, 'notFound')
  const history = async (who: Voice) =>
    (
      (await who.call('projects.activity.list', { where: { task }, sort: ['created_at'] })) as {
        items: { kind: string; by: string; changes?: { field: string; to?: unknown }[] }[]
      }
    ).items
  const rows = await history(tang)
  assert.deepEqual(
    rows.map(({ kind, changes }) => [kind, changes?.map(({ field }) => field).toSorted()]),
    [
      ['created', undefined],
      ['changed', ['files']],
      ['changed', ['description', 'priority']],
    ],
  )
  assert.deepEqual(await history(song), [])
  const stale = await liu.refuses(updateTask, { task, rev: 1, title: 'x' }, 'conflict')
  assert.ok(stale.details!['rev'])
  await as['xu']!.refuses(deleteComment, { comment: comment.id }, 'notFound')
  await tang.call(deleteComment, { comment: comment.id })
  const { tasks } = await liu.call(getBoard, { project })
  assert.equal(tasks[0]!.comments, 0)
})

test('each morning one notice says what is due, once a day', async () => {
  const { project, liu, tang } = await stageProject(as)
  for (const [title, due_on] of [
    ['迟了', '2026-01-05'],
    ['也迟了', '2026-01-06'],
    ['不急', '2099-01-01'],
  ] as const)
    await liu.call(createTask, { project, title, due_on, assignee: tang.id })
  const remind = () => tang.call(remindDue, {}, { door: 'job' })
  await remind()
  assert.deepEqual(await remind(), { people: 0, tasks: 0 })
  const { items } = (await tang.call('notify.notice.list', {})) as {
    items: { kind: string; body: string; title_zh: string }[]
  }
  const told = items.filter(({ kind }) => kind === 'projects.task.remind')
  assert.equal(told.length, 1)
  assert.match(told[0]!.body, /迟了[\s\S]*也迟了/)
  assert.doesNotMatch(told[0]!.body, /不急/)
  const planned = await as.owner((client) =>
    client.query(
      `SELECT run_at FROM kernel.job WHERE key = 'projects.remind' AND state = 'waiting'`,
    ),
  )
  assert.ok(planned.rowCount! >= 1, 'tomorrow’s round waits')
})

test('what the group is told is the module’s own doing', async () => {
  const { project, liu } = await stageProject(as)
  const { id: task } = await liu.call(createTask, { project, title: '内部' })
  await liu.refuses('projects.task.face', { task }, 'notFound')
  await liu.refuses('projects.task.tell', { task }, 'notFound')
  await liu.refuses('projects.task.remind', {}, 'notFound')
})
