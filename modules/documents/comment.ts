import { fail, TenonError, type Context, type RecordOf } from '#kernel'
import { Comment } from './entities.ts'
import { seenBy } from './role.ts'

/** A comment for who may read its document. */
export async function commentFor(ctx: Context, id: string): Promise<RecordOf<typeof Comment>> {
  const comment = await ctx
    .records(Comment)
    .unchecked('whoever reads the document reads its comments')
    .find(id)
  if (!comment) throw noComment()
  await seenBy(ctx, comment.document).catch((error: unknown) => {
    throw error instanceof TenonError && error.kind === 'notFound' ? noComment() : error
  })
  return comment
}

const noComment = (): TenonError =>
  fail('notFound', 'There is no such comment, or it is not yours to see.')
