import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StreamEvent } from '#kernel'
import { refusedOnly, SEED, seeded, tenon, type Cast, type Voice } from '#kernel/testing'
import { createComment } from './actions/comment.create.ts'
import { addToProject } from './actions/member.add.ts'
import { changeMember } from './actions/member.change.ts'
import { removeFromProject } from './actions/member.remove.ts'
import { getBoard } from './actions/project.board.ts'
import { updateProject } from './actions/project.update.ts'
import { blockTask } from './actions/task.block.ts'
import { createTask } from './actions/task.create.ts'
import { deleteTask } from './actions/task.delete.ts'
import { importTasks } from './actions/task.import.ts'
import { moveTask } from './actions/task.move.ts'
import { updateTask } from './actions/task.update.ts'
import { apply, type Held } from './web/apply.ts'
import { stageProject } from './testing.ts'

const STEPS = 120

test('a copy kept by events is what a fresh fetch answers', async () => {
  await using as = await tenon()
  const { project, liu, tang } = await stageProject(as, { group: false })
  const viewers = [liu, tang]
  const copies = new Map(
    await Promise.all(viewers.map(async (who) => [who, await fetchAll(as, who, project)] as const)),
  )
  const missed: StreamEvent[] = []
  const stop = as.kernel.onEvent((event) => {
    if (event.stream !== `projects.project:${project}`) return
    missed.push(event)
    for (const [who, held] of copies) copies.set(who, heard(held, event, who))
  })
  const random = seeded(SEED)
  for (let step = 0; step < STEPS; step++) {
    await act(as, project, random).catch(refusedOnly)
    if (step % 10 !== 9) continue
    for (const who of viewers)
      assert.deepEqual(
        copies.get(who),
        await fetchAll(as, who, project),
        `seed ${SEED}, step ${step}, ${who.actor.name}`,
      )
  }
  stop()
  assert.ok(missed.length > STEPS / 2, 'something happened')
  for (const who of viewers) {
    const before = copies.get(who)!
    assert.equal(
      missed.reduce((held, event) => heard(held, event, who), before),
      before,
      'events applied twice change nothing',
    )
  }
})

const heard = (held: Held, { seq, type, payload }: StreamEvent, who: Voice): Held =>
  apply(held, { n: seq, e: type, d: payload }, who.id)

async function fetchAll(as: Cast, who: Voice, project: string): Promise<Held> {
  const { seq: n } = await as.kernel.recover(who.actor.org, `projects.project:${project}`)
  const { next: _next, ...board } = await who.call(getBoard, { project })
  return { ...board, n }
}

type Pick = <const V>(from: readonly V[]) => V
type Step = (
  as: Cast,
  who: Voice,
  project: string,
  pick: Pick,
  task: () => Promise<string>,
) => Promise<unknown>

const STEP: readonly Step[] = [
  (_as, who, project, pick) =>
    who.call(createTask, {
      project,
      title: pick(['涂装', 'Paint', '装配']),
      state: pick(['todo', 'doing']),
    }),
  (_as, who, project) =>
    who.call(importTasks, {
      project,
      text: 'title,state,created,done\n一,Done,2026-01-02,2026-01-05\n二,,,',
    }),
  async (_as, who, _project, pick, task) =>
    who.call(moveTask, { task: await task(), state: pick(['todo', 'doing', 'done']) }),
  async (_as, who, _project, pick, task) =>
    who.call(moveTask, { task: await task(), state: pick(['todo', 'doing']), after: null }),
  async (_as, who, _project, pick, task) =>
    who.call(moveTask, { task: await task(), state: pick(['todo', 'doing']), after: await task() }),
  async (as, who, _project, pick, task) =>
    who.call(updateTask, {
      task: await task(),
      assignee: pick([as['liu']!.id, as['tang']!.id, as['xu']!.id, null]),
      due_on: pick(['2026-12-01', null]),
      labels: pick([['a'], null]) as string[] | null,
    }),
  async (_as, who, _project, pick, task) =>
    who.call(updateTask, {
      task: await task(),
      checklist: [{ text: 'x', done: pick([true, false]) }],
    }),
  async (_as, who, _project, pick, task) =>
    who.call(blockTask, { task: await task(), by: await task(), on: pick([true, true, false]) }),
  async (_as, who, _project, _pick, task) =>
    who.call(createComment, { task: await task(), text: '好' }),
  async (_as, who, _project, _pick, task) => who.call(deleteTask, { task: await task() }),
  (as, _who, project, pick) =>
    as['liu']!.call(addToProject, {
      project,
      people: [pick([as['xu']!, as['wu']!]).id],
      role: pick(['member', 'guest']),
    }),
  (as, _who, project, pick) =>
    as['liu']!.call(removeFromProject, { project, person: pick([as['xu']!, as['wu']!]).id }),
  (as, _who, project, pick) =>
    as['liu']!.call(changeMember, {
      project,
      person: as['tang']!.id,
      role: pick(['lead', 'member']),
    }),
  (as, _who, project, pick) =>
    as['liu']!.call(updateProject, { project, name: pick(['试车', 'Trial']), labels: ['x'] }),
]

function act(as: Cast, project: string, random: () => number): Promise<unknown> {
  const pick: Pick = (from) => from[Math.floor(random() * from.length)]!
  const who = pick([as['liu']!, as['tang']!])
  const task = async () => {
    const { tasks } = await who.call(getBoard, { project })
    return tasks.length ? pick(tasks).id : crypto.randomUUID()
  }
  return pick(STEP)(as, who, project, pick, task)
}
