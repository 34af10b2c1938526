import { allOf, anyOf, defineEntity, exists, recordFields, ref, T, type Filter } from '#kernel'
import { knownByCard } from '#modules/chat'

const PERSON = 'directory.person'
export const ROLES = ['lead', 'member', 'guest'] as const
export const CATEGORIES = ['todo', 'doing', 'done'] as const
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const
export const FIELD_KINDS = ['text', 'number', 'boolean', 'date', 'choice', 'person'] as const

/** Has one of these roles in the project that `field` of the row names. */
const seat = (field: string, ...roles: (typeof ROLES)[number][]): Filter =>
  exists('projects.member', {
    project: `$row.${field}`,
    person: '$actor.id',
    ...(roles.length ? { role: { in: roles } } : {}),
  })
const full = (field = 'project') => seat(field, 'lead', 'member')
const leads = (field = 'project') => seat(field, 'lead')
/** A guest sees what he is assigned or follows, and nothing beside it. */
const ofTask = anyOf(
  full(),
  allOf(
    seat('project'),
    anyOf(
      exists('projects.task', { id: '$row.task', assignee: '$actor.id' }),
      exists('projects.follower', { task: '$row.task', person: '$actor.id' }),
    ),
  ),
)

/** One column of the project's own workflow. */
export const State = T.Object(
  {
    key: T.String({ pattern: '^[a-z][a-z0-9_]{0,29}$', title: 'Key' }),
    name: T.String({ minLength: 1, maxLength: 60, title: 'Name' }),
    category: T.Enum(CATEGORIES, { title: 'Counts as' }),
  },
  { additionalProperties: false },
)
/** A further field that this project's tasks have. */
export const FieldSpec = T.Object(
  {
    key: T.String({ pattern: '^[a-z][a-z0-9_]{0,39}$', title: 'Key' }),
    title: T.String({ minLength: 1, maxLength: 100, title: 'Title' }),
    kind: T.Enum(FIELD_KINDS, { title: 'Kind' }),
    choices: T.Optional(
      T.Array(T.String({ minLength: 1, maxLength: 100 }), { maxItems: 100, title: 'Choices' }),
    ),
    required: T.Optional(T.Boolean({ title: 'Required' })),
  },
  { additionalProperties: false },
)

export const Project = defineEntity({
  id: 'projects.project',
  title: 'Project',
  label: 'name',
  search: ['name', 'key'],
  scope: 'projects.use',
  fields: {
    name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
    key: T.String({
      pattern: '^[A-Z][A-Z0-9]{1,9}$',
      title: 'Key',
      description: 'Stands before the number of each task: KEY-12.',
    }),
    description: T.Optional(T.String({ maxLength: 4000, title: 'Description', 'x-long': true })),
    template: T.Optional(T.String({ maxLength: 40, title: 'Template', readOnly: true })),
    state: T.Enum(['active', 'archived'], { title: 'State' }),
    /** The group that hears of its tasks. */
    conversation: T.Optional(ref('chat.conversation', { title: 'Group' })),
    /** Made for the project, so that its people come and go with the project's. */
    own_group: T.Boolean({ title: 'Group of its own', readOnly: true }),
    states: T.Array(State, { minItems: 2, maxItems: 12, title: 'Workflow' }),
    fields: T.Optional(T.Array(FieldSpec, { maxItems: 30, title: 'Further fields' })),
    labels: T.Optional(
      T.Array(T.String({ minLength: 1, maxLength: 40 }), {
        maxItems: 60,
        uniqueItems: true,
        title: 'Labels',
      }),
    ),
  },
  access: {
    read: { where: seat('id') },
    update: {
      where: leads('id'),
      fields: [
        'name',
        'description',
        'state',
        'conversation',
        'states',
        'fields',
        'labels',
        'own_group',
      ],
      reason: 'Only a lead changes the project itself.',
    },
  },
  actions: ['get', 'list'],
})

export const Member = defineEntity({
  id: 'projects.member',
  title: 'Project member',
  label: 'person',
  scope: 'projects.use',
  fields: {
    project: ref(Project, { title: 'Project' }),
    person: ref(PERSON, { title: 'Person' }),
    role: T.Enum(ROLES, { title: 'Role' }),
  },
  access: {
    read: { where: seat('project') },
    create: { check: leads(), reason: 'Only a lead adds people to the project.' },
    update: { where: leads(), fields: ['role'], reason: 'Only a lead gives roles.' },
    delete: {
      where: anyOf(leads(), { person: '$actor.id' }),
      reason: 'Only a lead takes others out of the project.',
    },
  },
  actions: ['list'],
})

export const Task = defineEntity({
  id: 'projects.task',
  title: 'Task',
  label: 'title',
  brief: ['title', 'key', 'state', 'category'],
  search: ['title', 'key'],
  scope: 'projects.use',
  listed: ['get', 'list'],
  fields: {
    project: ref(Project, { title: 'Project' }),
    number: T.Integer({ title: 'Number', readOnly: true }),
    key: T.String({ title: 'Key', readOnly: true }),
    title: T.String({ minLength: 1, maxLength: 300, title: 'Title' }),
    description: T.Optional(T.String({ maxLength: 20_000, title: 'Description', 'x-long': true })),
    state: T.String({ maxLength: 30, title: 'State' }),
    category: T.Enum(CATEGORIES, { title: 'Counts as', readOnly: true }),
    /** Where it stands in its column: keys between which there is always room. */
    position: T.String({ maxLength: 200, title: 'Order', readOnly: true }),
    assignee: T.Optional(ref(PERSON, { title: 'Assignee' })),
    priority: T.Enum(PRIORITIES, { title: 'Priority' }),
    start_on: T.Optional(T.Day({ title: 'Starts' })),
    due_on: T.Optional(T.Day({ title: 'Due' })),
    estimate: T.Optional(T.Number({ minimum: 0, maximum: 10_000, title: 'Estimate (hours)' })),
    labels: T.Optional(
      T.Array(T.String({ minLength: 1, maxLength: 40 }), {
        maxItems: 20,
        uniqueItems: true,
        title: 'Labels',
      }),
    ),
    parent: T.Optional(ref('projects.task', { title: 'Part of' })),
    blocked_by: T.Optional(
      T.Array(ref('projects.task'), { maxItems: 50, uniqueItems: true, title: 'Waits for' }),
    ),
    custom: T.Optional(
      T.Record(T.String(), T.Union([T.String(), T.Number(), T.Boolean()]), {
        'x-kind': 'json',
        title: 'Further fields',
      }),
    ),
    checklist: T.Optional(
      T.Array(
        T.Object(
          {
            text: T.String({ minLength: 1, maxLength: 300, title: 'What' }),
            done: T.Boolean({ title: 'Done' }),
          },
          { additionalProperties: false },
        ),
        { maxItems: 100, title: 'Checklist' },
      ),
    ),
    files: T.Optional(T.Array(ref('files.file'), { maxItems: 50, title: 'Files' })),
    comments: T.Integer({ title: 'Comments', readOnly: true }),
    created_by: T.String({ title: 'Made by', readOnly: true }),
    done_at: T.Optional(T.Time({ title: 'Done', readOnly: true })),
  },
  access: {
    read: {
      where: anyOf(
        full(),
        allOf(
          seat('project'),
          anyOf(
            { assignee: '$actor.id' },
            exists('projects.follower', { task: '$row.id', person: '$actor.id' }),
          ),
        ),
      ),
    },
    create: { check: full(), reason: 'Guests of a project make no tasks in it.' },
    update: {
      where: anyOf(full(), allOf(seat('project'), { assignee: '$actor.id' })),
      reason: 'Only members of the project, and a guest whose task it is, change a task.',
    },
    delete: {
      where: anyOf(leads(), allOf(full(), { created_by: '$actor.id' })),
      reason: 'Only a lead, or who made it, deletes a task.',
    },
    known: knownByCard('projects.task'),
  },
  actions: ['get', 'list', 'aggregate'],
})

/** Who hears of a task though it is not his; how a guest comes to see one. */
export const Follower = defineEntity({
  id: 'projects.follower',
  title: 'Follower',
  label: 'person',
  scope: 'projects.use',
  fields: {
    project: ref(Project, { title: 'Project' }),
    task: ref(Task, { title: 'Task' }),
    person: ref(PERSON, { title: 'Person' }),
  },
  access: {
    read: { where: ofTask },
    create: {
      check: anyOf(full(), allOf({ person: '$actor.id' }, ofTask)),
      reason: 'Only members of the project let others follow a task.',
    },
    delete: {
      where: anyOf(full(), { person: '$actor.id' }),
      reason: 'Only members of the project take others from the followers.',
    },
  },
  actions: ['list'],
})

export const Comment = defineEntity({
  id: 'projects.comment',
  title: 'Comment',
  label: 'text',
  scope: 'projects.use',
  fields: {
    project: ref(Project, { title: 'Project' }),
    task: ref(Task, { title: 'Task' }),
    author: T.String({ title: 'Author', readOnly: true }),
    text: T.String({ minLength: 1, maxLength: 8000, title: 'Text', 'x-long': true }),
    mentions: T.Optional(
      T.Array(ref(PERSON), { maxItems: 50, uniqueItems: true, title: 'Mentions' }),
    ),
  },
  access: {
    read: { where: ofTask },
    create: { check: ofTask },
    delete: {
      where: anyOf(leads(), { author: '$actor.id' }),
      reason: 'Only who wrote it, or a lead, deletes a comment.',
    },
  },
  actions: ['list'],
})

/** What happened to a task: who changed what from what to what. */
export const Activity = defineEntity({
  id: 'projects.activity',
  title: 'Activity',
  label: 'kind',
  scope: 'projects.use',
  fields: {
    project: ref(Project, { title: 'Project' }),
    task: ref(Task, { title: 'Task' }),
    by: T.String({ title: 'By' }),
    kind: T.Enum(['created', 'changed', 'moved'], { title: 'Kind' }),
    changes: T.Optional(
      T.Array(
        T.Object({
          field: T.String(),
          from: T.Optional(T.Unknown()),
          to: T.Optional(T.Unknown()),
        }),
        { title: 'Changes' },
      ),
    ),
  },
  access: { read: { where: ofTask }, create: { check: true } },
  actions: ['list'],
})

export const ProjectView = T.Object({ ...recordFields, ...Project.fields })
export const TaskView = T.Object({ ...recordFields, ...Task.fields })
export const CommentView = T.Object({ ...recordFields, ...Comment.fields })
const { description: _description, files: _files, ...shown } = Task.fields
/** A task as it stands on the board: without its long text and its files. */
export const BoardTask = T.Object({ ...recordFields, ...shown })
export const Seat = T.Object({ person: T.Id(), role: T.Enum(ROLES) })
