import { defineAction, forbidden, T, type Context } from '#kernel'
import { wordsOf } from '#modules/chat'
import { Document, KINDS, SPACES } from '../entities.ts'
import { documentCreated } from '../events.ts'
import { inherit } from '../grants.ts'
import { placeFor } from '../place.ts'
import { beginning, TEMPLATES } from '../templates.ts'
import { DocumentView, MARKDOWN_MAX } from '../views.ts'

export const createDocument = defineAction({
  id: 'documents.document.create',
  kind: 'command',
  effect: 'local',
  title: 'New document',
  description:
    'Makes a document or a folder: empty, from a template, or from Markdown; among one’s own, everybody’s, a group’s, or in a folder.',
  input: T.Object(
    {
      title: T.Optional(Document.fields.title),
      icon: Document.fields.icon,
      kind: T.Optional(T.Enum(KINDS, { title: 'Kind', default: 'document' })),
      space: T.Optional(T.Enum(SPACES, { title: 'Space', default: 'personal' })),
      conversation: Document.fields.conversation,
      parent: Document.fields.parent,
      template: T.Optional(T.Enum(TEMPLATES, { title: 'Template' })),
      language: T.Optional(T.Enum(['zh', 'en'], { title: 'Language', default: 'zh' })),
      markdown: T.Optional(
        T.String({
          title: 'Markdown',
          maxLength: MARKDOWN_MAX,
          'x-long': true,
          'x-sensitive': true,
        }),
      ),
    },
    { additionalProperties: false, 'x-body-max': 4 * 1024 * 1024 },
  ),
  output: DocumentView,
  errors: { onlyPeople: forbidden('Only a person owns documents.', 'Let the person make it.') },
  emits: [documentCreated],
  scope: 'documents.use',
  mcp: 'listed',
}).run(async (input, ctx) => {
  if (ctx.actor.kind !== 'person') throw ctx.error('onlyPeople')
  const { kind = 'document', template, language = 'zh', icon } = input
  const place = await placeFor(ctx, input)
  const date = ctx.now.toISOString().slice(0, 10)
  const begun = template && beginning(template, language, { date, name: ctx.actor.name })
  const title = input.title ?? begun?.title.trim() ?? UNTITLED[language]
  const document = await ctx.records(Document).create({
    ...place,
    title,
    kind,
    owner: ctx.actor.id,
    edited_at: ctx.now.toISOString(),
    edited_by: ctx.actor.id,
    ...((icon ?? begun?.icon) ? { icon: icon ?? begun!.icon } : {}),
  })
  const { id, parent } = document
  if (parent) await inherit(ctx, [id], parent)
  if (kind === 'document') await begin(ctx, id, title, input.markdown ?? begun?.markdown ?? '')
  const owner = ctx.actor.id
  ctx.emit(documentCreated, { document: id, title, kind, owner, ...(parent ? { parent } : {}) })
  return { ...document, role: 'owner' }
})

const UNTITLED = { zh: '无标题文档', en: 'Untitled' }

/** The first state is written once; from then on there is only the log. */
async function begin(ctx: Context, id: string, title: string, markdown: string): Promise<void> {
  let state: Buffer | null = null
  let text = ''
  if (markdown.trim()) {
    const [{ fromMarkdown }, { stateOf }, { linesOf }] = await Promise.all([
      import('../content/from-markdown.ts'),
      import('../content/write.ts'),
      import('../content/words.ts'),
    ])
    const blocks = fromMarkdown(markdown)
    state = Buffer.from(stateOf(blocks))
    text = linesOf(blocks).join('\n')
  }
  const merged = state ? 1 : 0
  await ctx.sql`
    INSERT INTO documents.body (org, document, seq, merged, state) VALUES (${ctx.org}, ${id}, ${merged}, ${merged}, ${state})`
  await ctx.sql`
    INSERT INTO documents.word (org, document, text, words)
    VALUES (${ctx.org}, ${id}, ${text}, array_to_tsvector(${wordsOf(`${title}\n${text}`)}::text[]))`
}
