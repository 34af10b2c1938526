import { T, TenonError, defineAction, fail, ref, sensitive } from '#kernel'
import { attachFiles } from '#modules/files'
import { messageSent } from '../events.ts'
import { MENTIONS_MAX, TEXT_MAX } from '../limits.ts'
import type { Draft } from '../draft.ts'
import { post } from '../post.ts'
import { refused } from '../say.ts'
import { personOf, streamOf } from '../seat.ts'
import { attachable } from '../attachable.ts'

export const sendMessage = defineAction({
  id: 'chat.message.send',
  kind: 'command',
  effect: 'local',
  title: 'Send a message',
  description:
    'Writes a message in a conversation the caller is in: text or markdown, or a file or picture uploaded before. Acknowledged once it is stored.',
  input: T.Object(
    {
      conversation: ref('chat.conversation', { title: 'Conversation' }),
      text: T.Optional(
        sensitive(T.String({ maxLength: TEXT_MAX, title: 'Text', 'x-multiline': true })),
      ),
      kind: T.Optional(
        T.Enum(['text', 'markdown', 'file', 'image'], { default: 'text', title: 'Kind' }),
      ),
      file: T.Optional(ref('files.file', { title: 'File' })),
      mentions: T.Optional(
        T.Array(ref('directory.person'), {
          maxItems: MENTIONS_MAX,
          uniqueItems: true,
          title: 'Mentions',
        }),
      ),
      mention_all: T.Optional(T.Boolean({ title: 'Mention everybody' })),
      reply_to: T.Optional(ref('chat.message', { title: 'Reply to' })),
      thread: T.Optional(ref('chat.message', { title: 'In the thread of' })),
      client_id: T.Optional(
        T.String({
          minLength: 1,
          maxLength: 100,
          title: 'Client id',
          description: 'Sending twice with the same id writes one message.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ id: T.Id(), conversation: T.Id(), seq: T.Integer(), created_at: T.Time() }),
  emits: [messageSent],
  subject: 'conversation',
  scope: 'chat.use',
  once: 'client_id',
  mcp: 'listed',
}).runMany(async (items, ctx) => {
  const ids = items.map(() => ctx.id())
  const invalid = items.map(({ input }) => malformed(input))
  const wanting = items.flatMap((item, index) =>
    item.input.file && !invalid[index] ? [{ item, record: ids[index]! }] : [],
  )
  const allowed = wanting.length ? await attachable(ctx, firstOfEach(wanting)) : []
  const files = await attachFiles(
    ctx,
    'chat.message',
    allowed.map(({ item, record }) => ({
      file: item.input.file!,
      uploader: item.actor.id,
      record,
    })),
  )
  const drafts: Draft[] = []
  const draftOf = items.map(({ input, actor }, index) => {
    const { file: fileId, text = '', kind = 'text', ...rest } = input
    const file =
      fileId && allowed.some(({ record }) => record === ids[index]) ? files.get(fileId) : undefined
    if (invalid[index] || (fileId && !file)) return undefined
    const body = file ? { file } : undefined
    return (
      drafts.push({
        ...rest,
        id: ids[index]!,
        kind,
        text: text || (kind === 'file' ? (file?.name ?? '') : ''),
        body,
        person: personOf(actor),
      }) - 1
    )
  })
  const posted = drafts.length ? await post(ctx, drafts) : []
  return items.map((item, index) => {
    const at = draftOf[index]
    if (at === undefined) return invalid[index] ?? noFile()
    const one = posted[at]!
    if (one.refusal !== undefined) return refused(one.refusal)
    const { message } = one
    const { id, conversation, seq, created_at } = message
    item.emit(
      messageSent,
      { conversation, message, sender_name: item.actor.name },
      { stream: streamOf(conversation), subject: id },
    )
    return { id, conversation, seq, created_at }
  })
})

/** One upload hangs on one message. */
const firstOfEach = <W extends { item: { input: { file?: string } } }>(
  wanting: readonly W[],
): W[] =>
  wanting.filter(
    ({ item }, index) =>
      wanting.findIndex((other) => other.item.input.file === item.input.file) === index,
  )

function malformed(input: { text?: string; kind?: string; file?: string }): TenonError | undefined {
  const files = input.kind === 'file' || input.kind === 'image'
  if (files && !input.file)
    return fail(
      'invalid',
      'A file message needs a file.',
      'Upload it with files.file.upload, then send its id as `file`.',
    )
  if (!files && input.file)
    return fail(
      'invalid',
      'A text message carries no file.',
      'Send it with kind `file` or `image`.',
    )
  if (!files && !input.text?.trim())
    return fail('invalid', 'The message is empty.', 'Write something.')
  return undefined
}
const noFile = (): TenonError =>
  fail(
    'notFound',
    'There is no such upload of yours, or it was sent already.',
    'Upload the file again.',
  )
