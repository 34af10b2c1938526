import { defineAction, forbidden, invalid, ref, T } from '#kernel'
import { postCard } from '#modules/chat'
import { attachFiles } from '#modules/files'
import { requireApprover } from '../approver.ts'
import { Request, RequestView } from '../entities.ts'
import { requestCreated } from '../events.ts'
import { askApprover, cardOf } from '../present.ts'

const { title, reason, amount, approver } = Request.fields

export const createRequest = defineAction({
  id: 'approval.request.create',
  kind: 'command',
  effect: 'local',
  title: 'Purchase request',
  description:
    'Asks one colleague for a decision, e.g. on a purchase. With a conversation, its card is posted there for everybody to see.',
  input: T.Object(
    {
      title,
      amount,
      reason,
      approver,
      conversation: T.Optional(ref('chat.conversation', { title: 'Conversation' })),
      files: T.Optional(
        T.Array(ref('files.file'), { title: 'Files', maxItems: 20, uniqueItems: true }),
      ),
    },
    { additionalProperties: false },
  ),
  output: RequestView,
  errors: {
    onlyPeople: forbidden(
      'Only a person submits a request.',
      'Let the person whose request it is submit it.',
    ),
    noAmount: invalid('An amount is more than nothing.', 'Leave it out when there is none.'),
    filesMissing: invalid(
      'Some files are not your uploads, or hang elsewhere.',
      'Upload them again.',
    ),
  },
  emits: [requestCreated],
  scope: 'approval.use',
  mcp: 'listed',
}).run(async ({ files = [], ...input }, ctx) => {
  if (ctx.actor.kind !== 'person') throw ctx.error('onlyPeople')
  if (input.amount && BigInt(input.amount.amount) <= 0n) throw ctx.error('noAmount')
  const submitter = ctx.actor.id
  await requireApprover(ctx, input.approver, submitter)
  const request = await ctx
    .records(Request)
    .create({ ...input, ...(files.length ? { files } : {}), submitter, status: 'open' })
  const items = files.map((file) => ({ file, uploader: submitter, record: request.id }))
  const attached = await attachFiles(ctx, Request.id, items)
  if (attached.size < files.length)
    throw ctx.error('filesMissing', { files: files.filter((file) => !attached.has(file)) })

  const card = await cardOf(ctx, request.id)
  if (input.conversation) await ctx.call(postCard, { conversation: input.conversation, card })
  await askApprover(ctx, request, card)
  const { id, title: named, amount: sum } = request
  ctx.emit(requestCreated, {
    request: id,
    title: named,
    submitter,
    approver: request.approver,
    ...(sum ? { amount: sum } : {}),
  })
  return request
})
