import { fail, type Context, type EventType, type TenonError } from '#kernel'
import { messageSent } from './events.ts'
import type { Draft } from './draft.ts'
import { post, type Refusal } from './post.ts'
import { streamOf } from './seat.ts'
import type { MessageView } from './views.ts'

type Speaking = Context<{}, readonly [typeof messageSent, ...EventType[]]>
type System = NonNullable<NonNullable<MessageView['body']>['system']>

/** Writes messages of one command and tells them; refuses all of them with the first refusal. */
export async function say(
  ctx: Pick<Context, 'org' | 'now' | 'sql' | 'actor'> & BaseOf<Speaking>,
  drafts: readonly Draft[],
): Promise<MessageView[]> {
  const posted = await post(ctx as unknown as Context, drafts)
  return posted.map((one) => {
    if (one.refusal !== undefined) throw refused(one.refusal)
    const { message } = one
    const payload = { conversation: message.conversation, message }
    const sent = message.sender ? { ...payload, sender_name: ctx.actor.name } : payload
    ctx.emit(messageSent, sent, { stream: streamOf(message.conversation), subject: message.id })
    return message
  })
}
interface BaseOf<C extends { emit: unknown }> {
  emit: C['emit']
}

/** What the system says in a conversation: a code and the people it is about, worded by each reader's client. */
export async function announce(
  ctx: Parameters<typeof say>[0] & { id(): string },
  conversation: string,
  system: System,
): Promise<void> {
  await say(ctx, [{ id: ctx.id(), conversation, kind: 'system', text: '', body: { system } }])
}

const REFUSALS: Record<Refusal, () => TenonError> = {
  notFound: () =>
    fail(
      'notFound',
      'There is no such conversation, or you are not in it.',
      'Ask a member to add you.',
    ),
  adminsOnly: () =>
    fail('forbidden', 'Only the owner and admins may write in this group now.', 'Ask one of them.'),
  mentionAllAdmins: () =>
    fail(
      'forbidden',
      'Only the owner and admins may mention everybody here.',
      'Mention people by name.',
    ),
  noReply: () =>
    fail(
      'notFound',
      'The message replied to is not in this conversation.',
      'Reply to a message of this conversation.',
    ),
  noThread: () =>
    fail(
      'notFound',
      'There is no such message to open a thread on.',
      'Name the message that begins the thread.',
    ),
}
export const refused = (refusal: Refusal): TenonError => REFUSALS[refusal]()
