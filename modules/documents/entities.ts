import { allOf, anyOf, defineEntity, exists, ref, scope, T, type Filter } from '#kernel'

export const KINDS = ['document', 'folder'] as const
export const SPACES = ['personal', 'organisation', 'group'] as const
/** What everybody of the organisation may do who has the link. */
export const REACHES = ['named', 'read', 'comment', 'edit'] as const
export const ROLES = ['reader', 'commenter', 'editor'] as const

const DOCUMENT = 'documents.document'
const PERSON = 'directory.person'

/** Named to the actor himself, to a department or a group of his, with one of these roles. */
function granted(roles: readonly string[], field: string): Filter {
  const to = (who: Filter) =>
    exists('documents.grant', {
      document: `$row.${field}`,
      role: { in: roles },
      ...(who as object),
    })
  return anyOf(
    to({ person: '$actor.id' }),
    to({ department: { in: '$actor.departments' } }),
    to({ team: { in: '$actor.groups' } }),
  )
}
const ofGroup: Filter = exists('chat.member', {
  conversation: '$row.conversation',
  person: '$actor.id',
})
const reaches = (...reach: (typeof REACHES)[number][]): Filter => ({ reach: { in: reach } })

const reading = anyOf(reaches('read', 'comment', 'edit'), ofGroup, granted(ROLES, 'id'))
const writing = anyOf(reaches('edit'), ofGroup, granted(['editor'], 'id'))
const kept = { deleted_at: null }

/**
 * A document or a folder. Where it stands (`space`, `parent`) is for finding it; who may do what is
 * owner, reach and grants, and for a group's documents its membership.
 */
export const Document = defineEntity({
  id: DOCUMENT,
  title: 'Document',
  label: 'title',
  search: ['title'],
  fields: {
    title: T.String({ title: 'Title', minLength: 1, maxLength: 200 }),
    icon: T.Optional(T.String({ title: 'Icon', maxLength: 16 })),
    kind: T.Enum(KINDS, { title: 'Kind' }),
    space: T.Enum(SPACES, { title: 'Space' }),
    conversation: T.Optional(ref('chat.conversation', { title: 'Group' })),
    parent: T.Optional(ref(DOCUMENT, { title: 'Folder' })),
    owner: ref(PERSON, { title: 'Owner' }),
    reach: T.Enum(REACHES, { title: 'Everybody here may' }),
    edited_at: T.Time({ title: 'Edited' }),
    edited_by: T.Optional(ref(PERSON, { title: 'Edited by' })),
    deleted_at: T.Optional(T.Time({ title: 'Deleted' })),
  },
  access: {
    read: { where: anyOf({ owner: '$actor.id' }, allOf(kept, reading)) },
    create: { check: { owner: '$actor.id' } },
    update: {
      where: allOf(kept, anyOf({ owner: '$actor.id' }, writing)),
      fields: ['title', 'icon', 'parent', 'space', 'conversation', 'edited_at', 'edited_by'],
      reason: 'You may read this document, not change it.',
    },
  },
  actions: ['list'],
  listed: ['list'],
})

const own = exists(DOCUMENT, { id: '$row.document', owner: '$actor.id' })

export const Grant = defineEntity({
  id: 'documents.grant',
  title: 'Share',
  fields: {
    document: ref(Document, { title: 'Document' }),
    person: T.Optional(ref(PERSON, { title: 'Person' })),
    department: T.Optional(ref('directory.department', { title: 'Department' })),
    team: T.Optional(ref('directory.group', { title: 'Group' })),
    role: T.Enum(ROLES, { title: 'May' }),
    /** The document or folder that it was given on. */
    source: ref(Document, { title: 'Given on' }),
  },
  access: { read: { where: anyOf(own, { person: '$actor.id' }) } },
  actions: ['list'],
  label: 'role',
})

/** A row below a document: read by who may read that. Deleted documents show theirs to nobody. */
const below: Filter = anyOf(
  own,
  exists(DOCUMENT, { id: '$row.document', deleted_at: null, reach: { ne: 'named' } }),
  granted(ROLES, 'document'),
  exists(DOCUMENT, {
    id: '$row.document',
    ...(exists('chat.member', {
      conversation: '$row.conversation',
      person: '$actor.id',
    }) as object),
  }),
)

export const Version = defineEntity({
  id: 'documents.version',
  title: 'Version',
  fields: {
    document: ref(Document, { title: 'Document' }),
    name: T.Optional(T.String({ title: 'Name', minLength: 1, maxLength: 100 })),
    kind: T.Enum(['named', 'automatic'], { title: 'Kind' }),
    author: T.Optional(ref(PERSON, { title: 'By' })),
    seq: T.Integer({ title: 'Updates before it' }),
  },
  access: { read: { where: below }, create: { check: scope('documents.keep') } },
  label: 'name',
})

export const Comment = defineEntity({
  id: 'documents.comment',
  title: 'Comment',
  fields: {
    document: ref(Document, { title: 'Document' }),
    parent: T.Optional(T.Id({ title: 'Answers' })),
    author: ref(PERSON, { title: 'Author' }),
    text: T.String({
      title: 'Comment',
      minLength: 1,
      maxLength: 4000,
      'x-long': true,
      'x-sensitive': true,
    }),
    mentions: T.Optional(
      T.Array(ref(PERSON), { title: 'Mentions', maxItems: 50, uniqueItems: true }),
    ),
    /** The words it was made on, as they were then. */
    quote: T.Optional(T.String({ title: 'On', maxLength: 500, 'x-sensitive': true })),
    /** Two positions that move along with the text. */
    anchor: T.Optional(T.Json({ title: 'Place' })),
    resolved_at: T.Optional(T.Time({ title: 'Resolved' })),
    resolved_by: T.Optional(ref(PERSON, { title: 'Resolved by' })),
  },
  access: {
    read: { where: below },
    create: { check: { author: '$actor.id' } },
    update: { where: below, fields: ['resolved_at', 'resolved_by'] },
    delete: { where: { author: '$actor.id' }, reason: 'Only its author deletes a comment.' },
  },
  label: 'text',
})
