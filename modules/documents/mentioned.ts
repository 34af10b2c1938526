import type { Context } from '#kernel'
import { Person } from '#modules/directory'
import { sendNotice } from '#modules/notify'
import { readersAmong } from './readers.ts'
import type { DocumentRecord } from './role.ts'
import { linkTo } from './tell.ts'

/** People told of one document at a time; who names more of them writes to a group. */
const TOLD_MAX = 100

/** Whose name came into the text since the last time hears of it once, if he may read it. */
export async function tellMentioned(
  ctx: Context,
  document: DocumentRecord,
  now: readonly string[],
): Promise<void> {
  const [body] = await ctx.sql<{ mentioned: string[] }>`
    SELECT mentioned FROM documents.body WHERE org = ${ctx.org} AND document = ${document.id}`
  const fresh = now.filter((person) => !body?.mentioned.includes(person))
  if (fresh.length === 0) return
  await ctx.sql`
    UPDATE documents.body SET mentioned = mentioned || ${fresh}::uuid[] WHERE org = ${ctx.org} AND document = ${document.id}`
  const others = fresh.filter((person) => person !== document.edited_by).slice(0, TOLD_MAX)
  const people = await readersAmong(ctx, document, others)
  if (people.length === 0) return
  const by = document.edited_by
    ? await ctx.records(Person).unchecked('names who wrote').find(document.edited_by)
    : undefined
  const { title } = document
  await ctx.call(sendNotice, {
    people,
    kind: 'documents.document.mentioned',
    title: by
      ? { en: `${by.name} mentioned you in “${title}”`, zh: `${by.name}在“${title}”中提到了你` }
      : { en: `You are mentioned in “${title}”`, zh: `“${title}”中提到了你` },
    link: linkTo(document.id),
  })
}
