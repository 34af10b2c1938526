import { T, anyOf, allOf, defineEntity, ref, scope, within } from '#kernel'

const PERSON = 'directory.person'
const place = { self: 'id', department: 'department' } as const

/** Custom values by key, as `directory.field` defines them. */
export const customValues = T.Record(T.String(), T.Union([T.String(), T.Number(), T.Boolean()]), {
  'x-kind': 'json',
})

const nearby = allOf(
  { contact_visibility: 'department' },
  { department: { in: '$actor.departments' } },
)
/** Mobile and e-mail: one's own, one's reports', and what range and the person's own choice allow. */
const reachable = anyOf(
  { id: '$actor.id' },
  { manager: '$actor.id' },
  within('directory.manage', place),
  allOf(
    within('directory.contact', place),
    anyOf({ contact_visibility: null }, { contact_visibility: 'all' }, nearby),
  ),
)

/** An account's membership in one organisation: a colleague. */
export const Person = defineEntity({
  id: PERSON,
  listed: ['get', 'list'],
  title: 'Person',
  fields: {
    name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
    /** Sorts Chinese names by pinyin and all others beside them. */
    name_key: T.String({ readOnly: true, title: 'Sort key' }),
    /** Full pinyin and initials, for searching. */
    pinyin: T.String({ readOnly: true, title: 'Pinyin' }),
    email: T.Optional(T.String({ maxLength: 254, title: 'E-mail' })),
    mobile: T.Optional(T.String({ maxLength: 40, title: 'Mobile' })),
    staff_no: T.Optional(T.String({ maxLength: 60, title: 'Staff number' })),
    job_title: T.Optional(T.String({ maxLength: 200, title: 'Job title' })),
    department: T.Optional(ref('directory.department', { title: 'Department' })),
    manager: T.Optional(ref(PERSON, { title: 'Manager' })),
    status: T.Enum(['active', 'invited', 'left'], { title: 'Status' }),
    account: T.Optional(T.Id({ readOnly: true, title: 'Account' })),
    hired_on: T.Optional(T.Day({ title: 'Hired on' })),
    left_at: T.Optional(T.Time({ readOnly: true, title: 'Left at' })),
    avatar: T.Optional(ref('files.file', { title: 'Picture' })),
    /** Who finds this person in the directory. Absent means everybody. */
    visibility: T.Optional(T.Enum(['all', 'department', 'hidden'], { title: 'Shown to' })),
    /** Who sees mobile and e-mail. Absent means everybody who may see contact details. */
    contact_visibility: T.Optional(
      T.Enum(['all', 'department', 'hidden'], { title: 'Contact details shown to' }),
    ),
    custom: T.Optional(customValues),
  },
  access: {
    read: {
      where: anyOf(
        { id: '$actor.id' },
        { manager: '$actor.id' },
        within('directory.manage', place),
        allOf(
          within('directory.read', place),
          anyOf(
            { visibility: null },
            { visibility: 'all' },
            allOf({ visibility: 'department' }, { department: { in: '$actor.departments' } }),
          ),
        ),
      ),
      fields: {
        email: reachable,
        mobile: reachable,
        account: anyOf({ id: '$actor.id' }, within('directory.manage', place)),
      },
    },
    create: { check: within('directory.manage', place) },
    update: {
      where: within('directory.manage', place),
      check: within('directory.manage', place),
      reason: 'Only an administrator of the directory may change a colleague.',
    },
  },
  actions: ['get', 'list'],
  scope: 'directory.read',
  search: ['name', 'pinyin', 'staff_no'],
  brief: ['name', 'avatar', 'job_title', 'status'],
})

const everybodyReads = {
  read: { where: scope('directory.read') },
  create: { check: within('directory.manage') },
  update: {
    where: within('directory.manage'),
    reason: 'Only an administrator of the directory may change this.',
  },
  delete: {
    where: within('directory.manage'),
    reason: 'Only an administrator of the directory may delete this.',
  },
}

export const Department = defineEntity({
  id: 'directory.department',
  title: 'Department',
  fields: {
    name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
    name_key: T.String({ readOnly: true, title: 'Sort key' }),
    pinyin: T.String({ readOnly: true, title: 'Pinyin' }),
    parent: T.Optional(ref('directory.department', { title: 'Under' })),
    leader: T.Optional(ref(PERSON, { title: 'Leader' })),
    sort: T.Integer({ title: 'Order' }),
    /** Ids from the root down to this department itself. */
    path: T.Array(T.Id(), { readOnly: true, title: 'Path' }),
  },
  access: everybodyReads,
  actions: ['get', 'list'],
  scope: 'directory.read',
  search: ['name', 'pinyin'],
})

/** A further department of a person, beside the main one. */
export const Assignment = defineEntity({
  id: 'directory.assignment',
  title: 'Assignment',
  fields: {
    person: ref(PERSON, { title: 'Person' }),
    department: ref(Department, { title: 'Department' }),
    post: T.Optional(ref('directory.post', { title: 'Post' })),
  },
  access: everybodyReads,
  actions: ['get', 'list'],
  scope: 'directory.read',
  label: 'person',
})

export const Post = defineEntity({
  id: 'directory.post',
  title: 'Post',
  fields: {
    name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
    description: T.Optional(T.String({ maxLength: 1000, title: 'Description' })),
  },
  access: everybodyReads,
  actions: ['get', 'list', 'create', 'update'],
  scope: { read: 'directory.read', write: 'directory.manage' },
  search: ['name'],
})

/** People who get rights together; not a chat group. */
export const Group = defineEntity({
  id: 'directory.group',
  title: 'Group',
  fields: {
    name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
    description: T.Optional(T.String({ maxLength: 1000, title: 'Description' })),
  },
  access: everybodyReads,
  actions: ['get', 'list', 'create', 'update'],
  scope: { read: 'directory.read', write: 'directory.manage' },
  search: ['name'],
})

export const GroupMember = defineEntity({
  id: 'directory.group_member',
  title: 'Group member',
  fields: { group: ref(Group, { title: 'Group' }), person: ref(PERSON, { title: 'Person' }) },
  access: everybodyReads,
  actions: ['get', 'list'],
  scope: 'directory.read',
  label: 'person',
})

export const FIELD_KINDS = ['text', 'number', 'boolean', 'date', 'choice'] as const

/** A field that an organisation adds to its people. */
export const CustomField = defineEntity({
  id: 'directory.field',
  title: 'Custom field',
  fields: {
    key: T.String({ pattern: '^[a-z][a-z0-9_]{0,39}$', title: 'Key' }),
    title: T.String({ minLength: 1, maxLength: 100, title: 'Title' }),
    kind: T.Enum(FIELD_KINDS, { title: 'Kind' }),
    choices: T.Optional(
      T.Array(T.String({ minLength: 1, maxLength: 100 }), { maxItems: 200, title: 'Choices' }),
    ),
    required: T.Boolean({ title: 'Required' }),
    sort: T.Integer({ title: 'Order' }),
  },
  access: everybodyReads,
  actions: ['get', 'list'],
  scope: 'directory.read',
  label: 'title',
  search: ['title', 'key'],
})

const importers = within('directory.import')

/** One uploaded list of people: parsed and checked first, applied in pieces afterwards. */
export const Import = defineEntity({
  id: 'directory.import',
  title: 'Import',
  fields: {
    file_name: T.Optional(T.String({ maxLength: 200, title: 'File' })),
    status: T.Enum(['ready', 'applying', 'done', 'cancelling', 'cancelled', 'failed'], {
      title: 'Status',
    }),
    headings: T.Array(T.String(), { title: 'Headings' }),
    mapping: T.Json({ title: 'Columns' }),
    rows: T.Integer({ title: 'Rows' }),
    applied: T.Integer({ title: 'Applied' }),
    created: T.Integer({ title: 'Created' }),
    updated: T.Integer({ title: 'Updated' }),
    unchanged: T.Integer({ title: 'Unchanged' }),
    errors: T.Integer({ title: 'Errors' }),
    started_by: T.Optional(T.String({ title: 'Started by' })),
    problem: T.Optional(T.String({ title: 'Problem' })),
  },
  access: {
    read: { where: importers },
    create: { check: importers },
    update: { where: importers },
  },
  actions: ['get', 'list'],
  scope: 'directory.import',
  label: 'file_name',
})
