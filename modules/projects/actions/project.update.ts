import { conflict, defineAction, invalid, ref, T } from '#kernel'
import { getConversation } from '#modules/chat'
import { settleItems } from '#modules/todo'
import { Project, ProjectView, Task } from '../entities.ts'
import { projectChanged } from '../events.ts'
import { lockProject, streamOf, type ProjectRecord } from '../look.ts'
import { putTodos, recordChanges, recordEvents } from '../record.ts'

const { name, description, state, conversation, states, fields, labels } = Project.fields

/** A changed meaning of a column moves at most this many tasks at once. */
const MOVED_MAX = 1000

export const updateProject = defineAction({
  id: 'projects.project.update',
  kind: 'command',
  effect: 'local',
  title: 'Change a project',
  description:
    'Changes name, workflow, fields, labels or group of a project, archives it or takes it up again. For its leads; null clears.',
  input: T.Object(
    {
      project: ref(Project, { title: 'Project' }),
      rev: T.Optional(T.Integer()),
      name: T.Optional(name),
      description: T.Optional(T.Union([description, T.Null()], { title: 'Description' })),
      state: T.Optional(state),
      conversation: T.Optional(T.Union([conversation, T.Null()], { title: 'Group' })),
      states: T.Optional(states),
      fields: T.Optional(T.Union([fields, T.Null()], { title: 'Further fields' })),
      labels: T.Optional(T.Union([labels, T.Null()], { title: 'Labels' })),
    },
    { additionalProperties: false },
  ),
  output: ProjectView,
  errors: {
    statesIncomplete: invalid(
      'A workflow begins with something to do and ends with something done, and no key stands twice.',
      'Keep at least one state that counts as “to do” and one that counts as “done”.',
    ),
    stateInUse: conflict('Tasks still stand in a state that you take away.', 'Move them first.'),
    fieldsTwice: invalid('Two fields have the same key.', 'Give each a key of its own.'),
    choiceNeeded: invalid('A choice needs something to choose from.', 'Give “choices”.'),
  },
  emits: [projectChanged, ...recordEvents],
  subject: 'project',
  scope: 'projects.use',
  idempotent: true,
}).run(async ({ project: id, rev, ...patch }, ctx) => {
  const before = await ctx.records(Project).get(id)
  await lockProject(ctx, id)
  if (patch.conversation) await ctx.call(getConversation, { conversation: patch.conversation })
  const regroup = patch.conversation !== undefined && patch.conversation !== before.conversation
  const after = await ctx
    .records(Project)
    .update(
      id,
      { ...patch, ...(regroup ? { own_group: false } : {}) },
      rev === undefined ? {} : { rev },
    )
  if (patch.states) await rework(patch.states)
  if (patch.fields) requireFields(patch.fields)
  if (after.state !== before.state) await shelve(after.state === 'archived')
  ctx.emit(projectChanged, { project: after }, { stream: streamOf(id), subject: id })
  return after

  /** What is archived asks nothing of anybody until it is taken up again. */
  async function shelve(away: boolean): Promise<void> {
    const tasks = ctx.records(Task)
    for (let cursor: string | undefined; ;) {
      const { items, next } = await tasks.list({
        where: { project: id, assignee: { ne: null }, category: { ne: 'done' } },
        limit: MOVED_MAX,
        ...(cursor ? { cursor } : {}),
      })
      if (!away) await putTodos(ctx, items)
      else if (items.length)
        await ctx.callAsModule(settleItems, {
          keys: items.map((task) => task.id),
          state: 'dropped',
        })
      if (!next) return
      cursor = next
    }
  }

  async function rework(next: ProjectRecord['states']): Promise<void> {
    const keys = new Set(next.map(({ key }) => key))
    const has = (category: string) => next.some((each) => each.category === category)
    if (keys.size < next.length || !has('todo') || !has('done')) throw ctx.error('statesIncomplete')
    const used = await ctx.sql<{ state: string }>`
      SELECT DISTINCT state FROM projects.task WHERE org = ${ctx.org} AND project = ${id}`
    const lost = used.filter(({ state: each }) => !keys.has(each)).map(({ state: each }) => each)
    if (lost.length) throw ctx.error('stateInUse', { states: lost })
    const meant = new Map(before.states.map(({ key, category }) => [key, category]))
    const turned = next.filter(({ key, category }) => meant.has(key) && meant.get(key) !== category)
    const tasks = ctx.records(Task)
    for (const { key, category } of turned) {
      const { items } = await tasks.list({ where: { project: id, state: key }, limit: MOVED_MAX })
      const done_at = category === 'done' ? ctx.now.toISOString() : null
      const changes = []
      for (const task of items)
        changes.push({ before: task, after: await tasks.update(task.id, { category, done_at }) })
      await recordChanges(ctx, changes, { quiet: true })
    }
  }

  function requireFields(next: NonNullable<ProjectRecord['fields']>): void {
    if (new Set(next.map(({ key }) => key)).size < next.length) throw ctx.error('fieldsTwice')
    if (next.some(({ kind, choices }) => kind === 'choice' && !choices?.length))
      throw ctx.error('choiceNeeded')
  }
})
