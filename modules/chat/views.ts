import { T, recordFields, type Static } from '#kernel'
import { Conversation, Member, Message, ROLES, Thing } from './entities.ts'

const { id, created_at } = recordFields

/** A message as it travels, in answers and in events alike. */
export const MessageView = T.Object({ id, created_at, ...Message.fields })
export type MessageView = Static<typeof MessageView>

/** Names beside ids, so that a page of messages can be read without asking the directory. */
export const NamedPerson = T.Object({ id: T.Id(), name: T.String(), avatar: T.Optional(T.Id()) })
export type NamedPerson = Static<typeof NamedPerson>

/** What members see of one another in a conversation. */
export const MemberView = T.Object({
  person: T.Id(),
  name: T.String(),
  role: T.Enum(ROLES),
  joined_seq: T.Integer(),
  read_seq: T.Integer(),
})
export type MemberView = Static<typeof MemberView>

/** A device or an app of a group. */
export const ThingView = T.Object({
  thing: Thing.fields.thing,
  kind: Thing.fields.kind,
  name: Thing.fields.name,
})
export type ThingView = Static<typeof ThingView>

/** A conversation as one of its members sees it: with his own cursor, counts and settings. */
export const ConversationView = T.Object({
  id,
  created_at,
  ...Conversation.fields,
  /** Direct only: the other person. */
  peer: T.Optional(NamedPerson),
  role: Member.fields.role,
  joined_seq: Member.fields.joined_seq,
  read_seq: Member.fields.read_seq,
  read_posts: Member.fields.read_posts,
  muted: Member.fields.muted,
  top_at: Member.fields.top_at,
  hidden_seq: Member.fields.hidden_seq,
  unread: T.Integer(),
  mentions: T.Integer(),
  last: T.Optional(
    T.Object({
      id: T.Id(),
      seq: T.Integer(),
      kind: Message.fields.kind,
      sender: T.Optional(T.String()),
      sender_name: T.Optional(T.String()),
      text: T.String(),
      system: T.Optional(T.Unknown()),
      recalled: T.Optional(T.Boolean()),
      created_at: T.Time(),
    }),
  ),
})
export type ConversationView = Static<typeof ConversationView>
