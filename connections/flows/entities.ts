import { anyOf, defineEntity, exists, ref, scope, T } from '#kernel'

export const FLOW_STATES = ['enabled', 'disabled', 'stopped', 'deleted'] as const
export const RUN_STATES = [
  'queued',
  'collecting',
  'ready',
  'running',
  'waiting',
  'done',
  'failed',
  'cancelled',
] as const

const mine = anyOf({ owner: '$actor.id' }, scope('flows.admin'))

/** A flow with its present version; what it does stands in the version. */
export const Flow = defineEntity({
  id: 'flows.flow',
  title: 'Flow',
  label: 'title',
  search: ['title', 'description'],
  fields: {
    title: T.String({ title: 'Title', minLength: 1, maxLength: 200 }),
    description: T.Optional(T.String({ title: 'Description', maxLength: 4000 })),
    owner: ref('directory.person', { title: 'Owner' }),
    state: T.Enum(FLOW_STATES, { title: 'State' }),
    reason: T.Optional(T.String({ title: 'Why it stopped', maxLength: 500 })),
    version: T.Integer({ title: 'Version' }),
    trigger_kind: T.String({ title: 'Trigger', maxLength: 20 }),
    trigger_on: T.Optional(T.String({ title: 'Triggered by', maxLength: 200 })),
    watches: T.Optional(T.String({ title: 'Records it watches', maxLength: 100 })),
    hook: T.Optional(T.String({ title: 'Webhook path', maxLength: 64 })),
    accounts: T.Optional(T.Record(T.String(), T.Id(), { title: 'Linked accounts' })),
  },
  access: {
    read: { where: mine },
    create: { check: { owner: '$actor.id' } },
    update: { where: mine },
    delete: { where: mine },
  },
  actions: ['get', 'list'],
})

export const Version = defineEntity({
  id: 'flows.version',
  title: 'Version of a flow',
  label: 'number',
  fields: {
    flow: ref('flows.flow', { title: 'Flow' }),
    number: T.Integer({ title: 'Number' }),
    definition: T.Json({ title: 'Definition' }),
    hash: T.String({ title: 'Hash', maxLength: 64 }),
    made_by: ref('directory.person', { title: 'Made by' }),
    owner: ref('directory.person', { title: 'Owner' }),
    note: T.Optional(T.String({ title: 'Note', maxLength: 500 })),
  },
  access: { read: { where: mine }, create: { check: true } },
  actions: ['get', 'list'],
  scope: 'flows.use',
})

/** One run. What its steps did stands in its journal (`flows.run.steps`). */
export const Run = defineEntity({
  id: 'flows.run',
  title: 'Run',
  label: 'cause',
  fields: {
    flow: ref('flows.flow', { title: 'Flow' }),
    version: T.Integer({ title: 'Version' }),
    owner: ref('directory.person', { title: 'Owner' }),
    state: T.Enum(RUN_STATES, { title: 'State' }),
    cause: T.String({ title: 'Begun by' }),
    error_class: T.Optional(T.String({ title: 'Class of error' })),
    error_step: T.Optional(T.String({ title: 'Failed at' })),
    error: T.Optional(T.String({ title: 'Error' })),
    started_at: T.Optional(T.Time({ title: 'Started' })),
    ended_at: T.Optional(T.Time({ title: 'Ended' })),
    due_at: T.Optional(T.Time({ title: 'Due' })),
    origin: T.Optional(ref('flows.run', { title: 'Run again of' })),
    parent: T.Optional(ref('flows.run', { title: 'Part of' })),
    lane: T.Optional(T.String({ title: 'Key' })),
    parked: T.Optional(T.Id({ title: 'Waits until it works again' })),
  },
  access: { read: { where: mine } },
  actions: ['list'],
  scope: 'flows.use',
})

/** Who is asked for which decision; what people may see of decisions hangs on it. */
export const Asked = defineEntity({
  id: 'flows.asked',
  title: 'Asked for a decision',
  label: 'person',
  fields: {
    question: ref('flows.question', { title: 'Decision' }),
    person: ref('directory.person', { title: 'Person' }),
  },
  access: { read: { where: anyOf({ person: '$actor.id' }, scope('flows.admin')) } },
})
const askedMe = exists('flows.asked', { question: '$row.id', person: '$actor.id' })

/** A decision asked of people; the run waits until enough of them have said so. */
export const Question = defineEntity({
  id: 'flows.question',
  title: 'Decision',
  label: 'title',
  scope: 'flows.use',
  fields: {
    title: T.String({ title: 'Title', minLength: 1, maxLength: 200 }),
    text: T.Optional(T.String({ title: 'Text', maxLength: 4000 })),
    run: ref('flows.run', { title: 'Run' }),
    path: T.String({ title: 'Step', maxLength: 300 }),
    kind: T.Enum(['decide', 'sure'], { title: 'Kind' }),
    people: T.Array(ref('directory.person'), { title: 'Asked', maxItems: 50 }),
    need: T.Integer({ title: 'Needed' }),
    veto: T.Boolean({ title: 'One refusal is enough' }),
    votes: T.Array(
      T.Object({
        person: T.Id(),
        choice: T.String(),
        comment: T.Optional(T.String()),
        at: T.Time(),
      }),
      { title: 'Answers' },
    ),
    status: T.Enum(['open', 'decided', 'expired'], { title: 'Status' }),
    choice: T.Optional(T.String({ title: 'Decision' })),
  },
  access: {
    read: { where: anyOf(askedMe, scope('flows.admin')) },
    update: { where: askedMe, fields: ['votes', 'status', 'choice'] },
  },
  actions: ['get', 'list'],
})
