import { defineAction, ref, T } from '#kernel'
import { wordsOf } from '#modules/chat'
import { Document } from '../entities.ts'
import { keepAutomatic } from '../versions.ts'
import { loadBody } from '../body.ts'
import { tellMentioned } from '../mentioned.ts'
import { mentionedIn } from '../names.ts'

/** More words than this of one document are not indexed. */
const TEXT_MAX = 200_000

/** A job: the first update after a merge asks for it, in the same transaction. */
export const settleDocument = defineAction({
  id: 'documents.document.settle',
  kind: 'command',
  effect: 'local',
  title: 'Merge a document',
  description:
    'Merges what was written since the last time into one state, for opening quickly and for search, and keeps a version now and then.',
  input: T.Object({ document: ref(Document) }, { additionalProperties: false }),
  output: T.Object({ merged: T.Integer() }),
  silent: 'nothing changes for anybody: the same text lies in fewer rows',
  subject: 'document',
  scope: 'documents.keep',
  idempotent: true,
  internal: true,
}).run(async ({ document: id }, ctx) => {
  const body = await loadBody(ctx, id, 0, 'lock')
  if (!body || body.changes.length === 0) return { merged: body?.merged ?? 0 }
  const [{ blocksOf, opened }, { linesOf }, Y] = await Promise.all([
    import('../content/read.ts'),
    import('../content/words.ts'),
    import('yjs'),
  ])
  const doc = opened([
    ...(body.state ? [body.state] : []),
    ...body.changes.map(({ bytes }) => bytes),
  ])
  const state = Buffer.from(Y.encodeStateAsUpdate(doc))
  const blocks = blocksOf(doc)
  const text = linesOf(blocks).join('\n').slice(0, TEXT_MAX)
  doc.destroy()
  const last = body.changes.at(-1)!
  await ctx.sql`
    UPDATE documents.body SET state = ${state}, merged = ${last.seq}, tail_bytes = 0
    WHERE org = ${ctx.org} AND document = ${id}`
  await ctx.sql`DELETE FROM documents.change WHERE org = ${ctx.org} AND document = ${id} AND seq <= ${last.seq}`
  const documents = ctx.records(Document).unchecked('the module keeps what was written')
  const editor = /^[0-9a-f-]{36}$/.test(last.actor) ? { edited_by: last.actor } : {}
  const document = await documents.update(id, { edited_at: last.at, ...editor })
  await tellMentioned(ctx, document, mentionedIn(blocks))
  await ctx.sql`
    INSERT INTO documents.word (org, document, text, words)
    VALUES (${ctx.org}, ${id}, ${text}, array_to_tsvector(${wordsOf(`${document.title}\n${text}`)}::text[]))
    ON CONFLICT (org, document) DO UPDATE SET text = excluded.text, words = excluded.words`
  await keepAutomatic(ctx, id, { state, seq: last.seq, author: last.actor })
  return { merged: last.seq }
})
