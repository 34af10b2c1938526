import { fail, type Context } from '#kernel'
import { getConversation } from '#modules/chat'
import { mayWrite, seenBy } from './role.ts'

export interface Place {
  readonly space: 'personal' | 'organisation' | 'group'
  readonly conversation?: string
  readonly parent?: string
}

const REACH = { personal: 'named', group: 'named', organisation: 'edit' } as const

/** Where the actor may put something: a folder he may write in, a group he is in, his own, everybody's. */
export async function placeFor(
  ctx: Context,
  want: { space?: Place['space']; conversation?: string; parent?: string },
): Promise<Place & { readonly reach: 'named' | 'edit' | 'read' | 'comment' }> {
  if (want.parent) {
    const { document: folder, role } = await seenBy(ctx, want.parent)
    if (folder.kind !== 'folder') throw fail('invalid', 'That is no folder.', 'Name a folder.')
    if (!mayWrite(role))
      throw fail('forbidden', 'You may read this folder, not put anything into it.')
    const { space, conversation, reach } = folder
    return { space, parent: folder.id, reach, ...(conversation ? { conversation } : {}) }
  }
  if (want.conversation) {
    await ctx.call(getConversation, { conversation: want.conversation })
    return { space: 'group', conversation: want.conversation, reach: 'named' }
  }
  const space = want.space ?? 'personal'
  if (space === 'group') throw fail('invalid', 'Which group?', 'Send `conversation`.')
  return { space, reach: REACH[space] }
}
