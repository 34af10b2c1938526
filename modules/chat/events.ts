import { T, defineEvent } from '#kernel'
import { Body } from './entities.ts'
import { ConversationView, MemberView, MessageView, ThingView } from './views.ts'

/**
 * Everything that happens in a conversation, numbered on its stream `chat.conversation:<id>`. Each
 * payload is all that a client needs to bring its copy up to date (`apply.ts`); applied twice, it
 * changes nothing.
 */
const conversation = T.Id()
const at = { conversation, message: T.Id(), seq: T.Integer() }

export const messageSent = defineEvent({
  id: 'chat.message.sent',
  title: 'Message sent',
  payload: T.Object({ conversation, message: MessageView, sender_name: T.Optional(T.String()) }),
})
export const messageEdited = defineEvent({
  id: 'chat.message.edited',
  title: 'Message edited',
  payload: T.Object({
    ...at,
    kind: MessageView.properties.kind,
    text: T.String(),
    body: T.Optional(Body),
    mentions: T.Optional(T.Array(T.Id())),
    mention_all: T.Optional(T.Boolean()),
    edited_at: T.Time(),
  }),
})
export const messageRecalled = defineEvent({
  id: 'chat.message.recalled',
  title: 'Message recalled',
  payload: T.Object({ ...at, recalled_at: T.Time(), recalled_by: T.String() }),
})
export const messageReacted = defineEvent({
  id: 'chat.message.reacted',
  title: 'Reaction changed',
  payload: T.Object({ ...at, emoji: T.String(), person: T.Id(), on: T.Boolean() }),
})
export const messagePinned = defineEvent({
  id: 'chat.message.pinned',
  title: 'Message pinned or unpinned',
  payload: T.Object({ ...at, pinned_at: T.Optional(T.Time()), pinned_by: T.Optional(T.Id()) }),
})

export const conversationChanged = defineEvent({
  id: 'chat.conversation.changed',
  title: 'Conversation changed',
  payload: T.Object({
    conversation,
    /** Only what changed; `null` clears. */
    changes: T.Record(T.String(), T.Union([T.String(), T.Boolean(), T.Integer(), T.Null()])),
  }),
})
/** Devices and apps of a group, all of them. */
export const thingsChanged = defineEvent({
  id: 'chat.thing.changed',
  title: 'Devices or apps of a group changed',
  payload: T.Object({ conversation, things: T.Array(ThingView), by: T.String() }),
})
export const memberJoined = defineEvent({
  id: 'chat.member.joined',
  title: 'Members joined',
  payload: T.Object({ conversation, members: T.Array(MemberView), by: T.String() }),
})
export const memberChanged = defineEvent({
  id: 'chat.member.changed',
  title: "Member's role changed",
  payload: T.Object({ conversation, person: T.Id(), role: MemberView.properties.role }),
})
export const memberLeft = defineEvent({
  id: 'chat.member.left',
  title: 'Members left',
  // Only their right to the stream is asked again, not that of ten thousand who stay.
  payload: T.Object({
    conversation,
    people: T.Array(T.Id(), { 'x-recheck': true }),
    by: T.String(),
  }),
})

/** Signals: not numbered, not kept. */
export const typingStarted = defineEvent({
  id: 'chat.typing.started',
  title: 'Typing',
  payload: T.Object({ conversation, person: T.Id() }),
})
export const memberRead = defineEvent({
  id: 'chat.member.read',
  title: 'Read up to',
  payload: T.Object({ conversation, person: T.Id(), read_seq: T.Integer() }),
})

/** On `person:<id>`: what changes in one person's list of conversations. */
export const conversationAdded = defineEvent({
  id: 'chat.conversation.added',
  title: 'Conversation added',
  payload: T.Object({ conversation: ConversationView }),
})
export const conversationRemoved = defineEvent({
  id: 'chat.conversation.removed',
  title: 'Conversation removed',
  payload: T.Object({ conversation }),
})
export const conversationSet = defineEvent({
  id: 'chat.conversation.set',
  title: 'Own settings of a conversation changed',
  payload: T.Object({
    conversation,
    muted: T.Optional(T.Boolean()),
    top_at: T.Optional(T.Union([T.Time(), T.Null()])),
    hidden_seq: T.Optional(T.Union([T.Integer(), T.Null()])),
    read_seq: T.Optional(T.Integer()),
    read_posts: T.Optional(T.Integer()),
  }),
})
