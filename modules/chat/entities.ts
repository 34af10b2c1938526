import { T, allOf, anyOf, defineEntity, exists, ref, type Filter } from '#kernel'

export const KINDS = ['text', 'markdown', 'file', 'image', 'card', 'combined', 'system'] as const
export const ROLES = ['owner', 'admin', 'member'] as const
const WHO = ['all', 'admins'] as const

const PERSON = 'directory.person'
const CONVERSATION = 'chat.conversation'
/** Membership decides everything here; `field` names the conversation on the row. */
const members = (field: string): Filter =>
  exists('chat.member', { conversation: `$row.${field}`, person: '$actor.id' })

export const Conversation = defineEntity({
  id: CONVERSATION,
  title: 'Conversation',
  fields: {
    kind: T.Enum(['direct', 'group'], { title: 'Kind' }),
    /** Groups only; a direct conversation is named after the other person. */
    name: T.Optional(T.String({ minLength: 1, maxLength: 100, title: 'Name' })),
    avatar: T.Optional(ref('files.file', { title: 'Picture' })),
    owner: T.Optional(ref(PERSON, { title: 'Owner' })),
    notice: T.Optional(T.String({ maxLength: 5000, title: 'Group notice' })),
    notice_by: T.Optional(ref(PERSON, { title: 'Notice by' })),
    notice_at: T.Optional(T.Time({ title: 'Notice at' })),
    /** Who may mention everybody, add people, pin, and write at all. */
    may_mention_all: T.Enum(WHO, { title: 'May mention everybody' }),
    may_add: T.Enum(WHO, { title: 'May add people' }),
    may_pin: T.Enum(WHO, { title: 'May pin messages' }),
    may_send: T.Enum(WHO, { title: 'May write' }),
    /** New members see only what is written after they came. */
    history_hidden: T.Boolean({ title: 'Hide history from new members' }),
    members: T.Integer({ readOnly: true, title: 'Members' }),
    /** The last message's number, counted without holes. */
    last_seq: T.Integer({ readOnly: true, title: 'Last message' }),
    /** Messages that count as unread: all but the system's. */
    posts: T.Integer({ readOnly: true, title: 'Posts' }),
    last_at: T.Time({ readOnly: true, title: 'Last activity' }),
  },
  access: { read: { where: members('id') } },
  label: 'name',
})

export const Member = defineEntity({
  id: 'chat.member',
  title: 'Conversation member',
  fields: {
    conversation: ref(Conversation, { title: 'Conversation' }),
    person: ref(PERSON, { title: 'Person' }),
    role: T.Enum(ROLES, { title: 'Role' }),
    /** The conversation's last message when the person came. */
    joined_seq: T.Integer({ readOnly: true, title: 'Joined after' }),
    read_seq: T.Integer({ readOnly: true, title: 'Read up to' }),
    read_posts: T.Integer({ readOnly: true, title: 'Posts read' }),
    muted: T.Boolean({ title: 'Muted' }),
    top_at: T.Optional(T.Time({ title: 'Kept on top since' })),
    /** Not listed until a message after this one comes. */
    hidden_seq: T.Optional(T.Integer({ title: 'Hidden up to' })),
  },
  access: { read: { where: members('conversation') } },
  label: 'person',
})

const files = T.Object({
  id: T.Id(),
  name: T.String(),
  mime: T.String(),
  size: T.Integer(),
  width: T.Optional(T.Integer()),
  height: T.Optional(T.Integer()),
})

/** What a message holds beside its text; which part is there follows from its kind. */
export const Body = T.Object({
  file: T.Optional(files),
  card: T.Optional(
    T.Object({ card: T.Id(), delivery: T.Id(), template: T.String(), policy: T.String() }),
  ),
  /** Forwarded together: a copy of the chosen messages as they were. */
  combined: T.Optional(
    T.Object({
      title: T.String(),
      items: T.Array(
        T.Object({
          sender: T.Optional(T.String()),
          sender_name: T.String(),
          at: T.Time(),
          kind: T.Enum(KINDS),
          text: T.String(),
          file: T.Optional(files),
          combined: T.Optional(T.Unknown()),
        }),
      ),
    }),
  ),
  /** Said by the system in the reader's language, from a code and the people it is about. */
  system: T.Optional(
    T.Object({
      code: T.Enum([
        'created',
        'added',
        'removed',
        'left',
        'renamed',
        'noticed',
        'transferred',
        'role',
        'pinned',
        'thing_added',
        'thing_removed',
      ]),
      by: T.Optional(T.String()),
      people: T.Optional(T.Array(T.String())),
      value: T.Optional(T.String()),
    }),
  ),
  /** A device or an app that speaks for itself: no member, so its name stands here. */
  speaker: T.Optional(T.Object({ kind: T.Enum(['device', 'app']), id: T.Id(), name: T.String() })),
  /** The message it was forwarded from, for "forwarded" above the text. */
  forwarded: T.Optional(T.Object({ sender: T.Optional(T.String()), sender_name: T.String() })),
})

export const Reactions = T.Array(T.Object({ emoji: T.String(), people: T.Array(T.Id()) }))

/** A device or an app that stands in a group: it may say something there and reads nothing. */
export const Thing = defineEntity({
  id: 'chat.thing',
  title: 'Thing in a group',
  fields: {
    conversation: ref(Conversation, { title: 'Conversation' }),
    kind: T.Enum(['device', 'app'], { title: 'Kind' }),
    thing: T.Id({ title: 'Device or app' }),
    name: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
  },
  access: { read: { where: members('conversation') } },
})

export const Message = defineEntity({
  id: 'chat.message',
  title: 'Message',
  fields: {
    conversation: ref(Conversation, { title: 'Conversation' }),
    seq: T.Integer({ readOnly: true, title: 'Number' }),
    kind: T.Enum(KINDS, { title: 'Kind' }),
    /** A person, app or module; absent when the system speaks. */
    sender: T.Optional(T.String({ title: 'Sender' })),
    text: T.String({ title: 'Text' }),
    body: T.Optional(Body),
    mentions: T.Optional(T.Array(T.Id(), { title: 'Mentions' })),
    mention_all: T.Optional(T.Boolean({ title: 'Mentions everybody' })),
    reply_to: T.Optional(ref('chat.message', { title: 'Reply to' })),
    /** The message that began the thread. */
    thread: T.Optional(ref('chat.message', { title: 'Thread' })),
    replies: T.Optional(T.Integer({ readOnly: true, title: 'Replies in its thread' })),
    client_id: T.Optional(T.String({ title: 'Client id' })),
    edited_at: T.Optional(T.Time({ title: 'Edited at' })),
    recalled_at: T.Optional(T.Time({ title: 'Recalled at' })),
    recalled_by: T.Optional(T.String({ title: 'Recalled by' })),
    reactions: T.Optional(Reactions),
    pinned_at: T.Optional(T.Time({ title: 'Pinned at' })),
    pinned_by: T.Optional(ref(PERSON, { title: 'Pinned by' })),
  },
  access: {
    read: {
      where: anyOf(
        exists('chat.member', {
          conversation: '$row.conversation',
          person: '$actor.id',
          joined_seq: { lt: '$row.seq' },
        }),
        allOf(
          members('conversation'),
          exists(CONVERSATION, { id: '$row.conversation', history_hidden: false }),
        ),
      ),
    },
  },
  actions: ['get'],
  scope: 'chat.use',
  label: 'text',
})

/**
 * Who knows of a record because a card about it stands in one of his conversations or in his own
 * inbox: for the `known` rule of entities that cards are about.
 */
export const knownByCard = (entity: string): Filter =>
  exists(
    'cards.delivery',
    allOf(
      { entity, record: '$row.id' },
      anyOf(
        { space_id: '$actor.id' },
        exists('chat.member', { conversation: '$row.space_id', person: '$actor.id' }),
      ),
    ),
  )
