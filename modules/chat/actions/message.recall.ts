import { T, conflict, defineAction, forbidden, ref } from '#kernel'
import { deleteBlobs, removeFiles } from '#modules/files'
import { messageRecalled } from '../events.ts'
import { forget } from '../forget.ts'
import { RECALL_WINDOW_MS } from '../limits.ts'
import { messageInReach } from '../messages.ts'
import { streamOf } from '../seat.ts'

export const recallMessage = defineAction({
  id: 'chat.message.recall',
  kind: 'command',
  effect: 'local',
  title: 'Recall a message',
  description:
    'Takes back a message within a day: the caller’s own, or any as owner or admin of the group. Its words, files and history are gone for everybody.',
  input: T.Object(
    { message: ref('chat.message', { title: 'Message' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ recalled_at: T.Time() }),
  errors: {
    notYours: forbidden(
      'Only the writer, or the group’s owner and admins, may recall a message.',
      'Ask the writer.',
    ),
    tooLate: conflict(
      'A message can be recalled for a day.',
      'Say what is wrong with it in a new message.',
    ),
    spoken: conflict('What the system said cannot be recalled.'),
  },
  emits: [messageRecalled],
  subject: 'message',
  scope: 'chat.use',
  destructive: true,
  idempotent: true,
}).run(async ({ message: id }, ctx) => {
  const { message, seat } = await messageInReach(ctx, id)
  const { conversation, seq } = message
  if (message.kind === 'system') throw ctx.error('spoken')
  const steers = seat.kind === 'group' && seat.role !== 'member'
  if (message.sender !== ctx.actor.id && !steers) throw ctx.error('notYours')
  if (message.recalled_at) return { recalled_at: message.recalled_at }
  if (ctx.now.getTime() - Date.parse(message.created_at) > RECALL_WINDOW_MS)
    throw ctx.error('tooLate')
  const recalled = { recalled_at: ctx.now.toISOString(), recalled_by: ctx.actor.id }
  const files = await forget(ctx, message, recalled)
  const blobs = await removeFiles(ctx, files)
  if (blobs.length) ctx.enqueue(deleteBlobs, { keys: blobs })
  ctx.emit(
    messageRecalled,
    { conversation, message: id, seq, ...recalled },
    { stream: streamOf(conversation), subject: id },
  )
  return { recalled_at: recalled.recalled_at }
})
