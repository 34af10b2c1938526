import { T, defineAction } from '#kernel'
import { Post } from '../entities.ts'
import { personPlaced } from '../events.ts'

export const deletePost = defineAction({
  id: 'directory.post.delete',
  kind: 'command',
  effect: 'local',
  title: 'Delete a post',
  description: 'Whoever held it keeps the assignment without it; rights granted to the post end.',
  input: T.Object(
    { post: T.Id({ title: 'Post', 'x-pick': 'directory.post.list' }) },
    { additionalProperties: false },
  ),
  output: T.Object({ deleted: T.Id() }),
  emits: [personPlaced],
  subject: 'post',
  scope: 'directory.manage',
  destructive: true,
}).run(async ({ post }, ctx) => {
  await ctx.records(Post).delete(post)
  const held = await ctx.sql<{ person: string }>`
    UPDATE directory.assignment SET post = NULL, rev = rev + 1, updated_at = now()
    WHERE org = ${ctx.org} AND post = ${post} RETURNING person`
  for (const { person } of held) {
    ctx.emit(personPlaced, { person })
    ctx.revoke({ org: ctx.org, id: person })
  }
  return { deleted: post }
})
