import type { ConversationView, MemberView, MessageView } from './views.ts'

/**
 * What a client holds of one conversation, and how each event of its stream changes it: the result is
 * what a fresh fetch would answer. Pure, without the server; the browser runs these same lines. Applied
 * twice, an event changes nothing, because `n` remembers how far the stream has been applied.
 */
export interface Held {
  readonly conversation: ConversationView
  readonly members: readonly MemberView[]
  /** A window that reaches to the end of the conversation, in order. */
  readonly messages: readonly MessageView[]
  /** The stream's number of the last event applied. */
  readonly n: number
}
/** An event as it travels on the socket, as far as is needed here. */
export interface Happening {
  /** Absent for a signal. */
  readonly n?: number | undefined
  readonly e: string
  // oxlint-disable-next-line typescript/no-explicit-any -- payloads by event id; the server has validated them
  readonly d: any
}

/** `me` is the person whose copy this is. */
export function apply(held: Held, { n, e, d }: Happening, me: string): Held {
  if (n !== undefined && n <= held.n) return held
  const next = change(held, e, d, me)
  return n === undefined ? next : { ...next, n }
}

// oxlint-disable-next-line typescript/no-explicit-any -- see Happening
function change(held: Held, event: string, d: any, me: string): Held {
  switch (event) {
    case 'chat.message.sent':
      return sent(held, d.message, d.sender_name, me)
    case 'chat.message.edited':
      return onMessage(
        held,
        d.message,
        (message) =>
          without({ ...message, text: d.text, mentions: d.mentions, edited_at: d.edited_at }),
        me,
      )
    case 'chat.message.recalled':
      return onMessage(held, d.message, (message) => recalledView(message, d), me)
    case 'chat.message.reacted':
      return onMessage(
        held,
        d.message,
        (message) => {
          const reactions = reacted(message.reactions ?? [], d.emoji, d.person, d.on)
          return without({ ...message, reactions: reactions.length ? reactions : undefined })
        },
        me,
      )
    case 'chat.message.pinned':
      return onMessage(
        held,
        d.message,
        (message) => without({ ...message, pinned_at: d.pinned_at, pinned_by: d.pinned_by }),
        me,
      )
    case 'chat.conversation.changed':
      return { ...held, conversation: without({ ...held.conversation, ...nullless(d.changes) }) }
    case 'chat.member.joined': {
      const fresh = (d.members as MemberView[]).filter(
        ({ person }) => !held.members.some((member) => member.person === person),
      )
      return {
        ...held,
        members: [...held.members, ...fresh],
        conversation: { ...held.conversation, members: held.conversation.members + fresh.length },
      }
    }
    case 'chat.member.left': {
      const members = held.members.filter(({ person }) => !d.people.includes(person))
      return {
        ...held,
        members,
        conversation: {
          ...held.conversation,
          members: held.conversation.members - d.people.length,
        },
      }
    }
    case 'chat.member.changed':
      return {
        ...held,
        members: held.members.map((member) =>
          member.person === d.person ? { ...member, role: d.role } : member,
        ),
        conversation: d.person === me ? { ...held.conversation, role: d.role } : held.conversation,
      }
    case 'chat.member.read':
      return {
        ...held,
        members: held.members.map((member) =>
          member.person === d.person && member.read_seq < d.read_seq
            ? { ...member, read_seq: d.read_seq }
            : member,
        ),
      }
    default:
      return held
  }
}

function sent(held: Held, message: MessageView, sender_name: string | undefined, me: string): Held {
  const { conversation } = held
  if (message.seq <= conversation.last_seq) return held
  const counts = message.kind === 'system' ? 0 : 1
  const own = message.sender === me
  const posts = conversation.posts + counts
  const hit = !own && (message.mention_all || (message.mentions?.includes(me) ?? false))
  const mine = own
    ? { read_seq: message.seq, read_posts: posts, unread: 0, mentions: 0 }
    : { unread: conversation.unread + counts, mentions: conversation.mentions + (hit ? 1 : 0) }
  const replied = message.thread
  const messages = held.messages.map((one) =>
    one.id === replied ? { ...one, replies: (one.replies ?? 0) + 1 } : one,
  )
  return {
    ...held,
    messages: [...messages, message],
    members: held.members.map((member) =>
      member.person === message.sender ? { ...member, read_seq: message.seq } : member,
    ),
    conversation: {
      ...conversation,
      ...mine,
      posts,
      last_seq: message.seq,
      last_at: message.created_at,
      last: preview(message, sender_name),
    },
  }
}

function preview(
  message: MessageView,
  sender_name: string | undefined,
): NonNullable<ConversationView['last']> {
  const { id, seq, kind, sender, text, created_at, body, recalled_at } = message
  return without({
    id,
    seq,
    kind,
    sender,
    sender_name,
    text: [...text].slice(0, 200).join(''),
    system: body?.system,
    recalled: recalled_at ? true : undefined,
    created_at,
  })
}

/** Changes one message and, when it is the last, its preview; edits and recalls move mention counts too. */
function onMessage(
  held: Held,
  id: string,
  change: (message: MessageView) => MessageView,
  me: string,
): Held {
  const before = held.messages.find((message) => message.id === id)
  if (!before) return held
  const after = change(before)
  const { conversation } = held
  const unseen = before.sender !== me && before.seq > conversation.read_seq
  const moved = unseen ? Number(mentions(after, me)) - Number(mentions(before, me)) : 0
  const last =
    conversation.last?.id === id ? { last: preview(after, conversation.last.sender_name) } : {}
  return {
    ...held,
    messages: held.messages.map((message) => (message.id === id ? after : message)),
    conversation: { ...conversation, ...last, mentions: conversation.mentions + moved },
  }
}

const mentions = (message: MessageView, me: string): boolean =>
  Boolean(message.mention_all) || (message.mentions?.includes(me) ?? false)

/** What is left of a recalled message: where it stood, and who took it back. */
export function recalledView(
  message: MessageView,
  { recalled_at, recalled_by }: { recalled_at: string; recalled_by: string },
): MessageView {
  const { id, created_at, conversation, seq, kind, sender, reply_to, thread, replies, client_id } =
    message
  return without({
    id,
    created_at,
    conversation,
    seq,
    kind,
    sender,
    text: '',
    reply_to,
    thread,
    replies,
    client_id,
    recalled_at,
    recalled_by,
  })
}

export function reacted(
  reactions: NonNullable<MessageView['reactions']>,
  emoji: string,
  person: string,
  on: boolean,
): NonNullable<MessageView['reactions']> {
  const others = reactions.map((one) => ({
    ...one,
    people: one.people.filter((each) => one.emoji !== emoji || each !== person),
  }))
  if (!on) return others.filter(({ people }) => people.length > 0)
  if (!others.some((one) => one.emoji === emoji)) return [...others, { emoji, people: [person] }]
  return others.map((one) =>
    one.emoji === emoji ? { ...one, people: [...one.people, person] } : one,
  )
}

/** One's own settings and read mark, from `chat.conversation.set` on one's own stream. */
export function applyOwn(
  held: Held,
  d: { conversation: string; read_seq?: number; read_posts?: number } & Record<string, unknown>,
  me: string,
): Held {
  const { conversation: id, ...set } = d
  if (id !== held.conversation.id) return held
  const conversation = without({ ...held.conversation, ...nullless(set) }) as ConversationView
  if (set.read_seq === undefined) return { ...held, conversation }
  const { read_seq } = conversation
  const unseen = held.messages.filter(
    (message) => message.seq > read_seq && message.sender !== me && mentions(message, me),
  )
  // A window that begins after the mark knows only some of the mentions since.
  const whole = (held.messages[0]?.seq ?? 1) <= read_seq + 1
  return {
    ...held,
    conversation: {
      ...conversation,
      unread: Math.max(0, conversation.posts - conversation.read_posts),
      mentions: whole
        ? unseen.length
        : Math.max(unseen.length, Math.min(conversation.mentions, conversation.unread)),
    },
  }
}

const nullless = (changes: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(changes).map(([name, value]) => [name, value ?? undefined]))

/** Absent fields are absent, as on the wire. */
function without<R extends object>(record: R): { [K in keyof R]: Exclude<R[K], undefined> } {
  return Object.fromEntries(
    Object.entries(record).filter(([, value]) => value !== undefined),
  ) as never
}
