import { defineAction, forbidden, invalid, T } from '#kernel'
import { sendNotice } from '#modules/notify'
import { Comment } from '../entities.ts'
import { commentCreated } from '../events.ts'
import { mayComment, seenBy } from '../role.ts'
import { linkTo, streamOf } from '../tell.ts'
import { CommentView } from '../views.ts'
import { readersAmong } from '../readers.ts'

const { document, parent, text, mentions, quote, anchor } = Comment.fields
/** Two positions in a text are small. */
const ANCHOR_MAX = 2000

export const createComment = defineAction({
  id: 'documents.comment.create',
  kind: 'command',
  effect: 'local',
  title: 'Comment',
  description:
    'Comments on a document, on a range of it, or answers a comment. Who is mentioned and may read it gets a notice, and so do those who wrote before.',
  input: T.Object(
    { document, parent, text, mentions, quote, anchor },
    { additionalProperties: false },
  ),
  output: CommentView,
  errors: {
    readOnly: forbidden(
      'You may read this document, not comment on it.',
      'Ask its owner for the right to comment.',
    ),
    noThread: invalid(
      'That comment is not on this document, or is an answer itself.',
      'Answer the first of the thread.',
    ),
    onlyPeople: forbidden('Only a person comments.', 'Let the person comment.'),
    badPlace: invalid('The place is too long.', 'Send the two positions and nothing else.'),
  },
  emits: [commentCreated],
  subject: 'document',
  scope: 'documents.use',
}).run(async (input, ctx) => {
  const author = ctx.actor.id
  if (ctx.actor.kind !== 'person') throw ctx.error('onlyPeople')
  const { document: about, role } = await seenBy(ctx, input.document)
  if (!mayComment(role)) throw ctx.error('readOnly')
  if (JSON.stringify(input.anchor ?? null).length > ANCHOR_MAX) throw ctx.error('badPlace')
  const records = ctx.records(Comment).unchecked('whoever may comment was asked above')
  const thread = input.parent ? await records.find(input.parent) : undefined
  if (input.parent && (thread?.document !== about.id || thread.parent)) throw ctx.error('noThread')
  const comment = await ctx.records(Comment).create({ ...input, author })
  const { items } = thread
    ? await records.list({ where: { parent: thread.id }, limit: 200 })
    : { items: [] }
  const mentioned = input.mentions ?? []
  const others = [
    about.owner,
    ...(thread ? [thread.author] : []),
    ...items.map((each) => each.author),
  ]
  const told = await readersAmong(
    ctx,
    about,
    [...new Set([...mentioned, ...others])].filter((id) => id !== author),
  )
  await tell(
    told.filter((id) => mentioned.includes(id)),
    'mentions you in',
    '在评论中提到了你',
  )
  await tell(
    told.filter((id) => !mentioned.includes(id)),
    'comments on',
    '评论了',
  )
  ctx.emit(
    commentCreated,
    {
      document: about.id,
      title: about.title,
      comment: comment.id,
      author,
      ...(thread ? { parent: thread.id } : {}),
    },
    { stream: streamOf(about.id), subject: comment.id },
  )
  return comment

  async function tell(people: string[], en: string, zh: string): Promise<void> {
    if (people.length === 0) return
    await ctx.call(sendNotice, {
      people,
      kind: commentCreated.id,
      title: {
        en: `${ctx.actor.name} ${en} “${about.title}”`,
        zh: `${ctx.actor.name}${zh}“${about.title}”`,
      },
      body: input.text.slice(0, 500),
      link: `${linkTo(about.id)}?comment=${thread?.id ?? comment.id}`,
    })
  }
})
