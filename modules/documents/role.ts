import type { Context, RecordOf } from '#kernel'
import { Member } from '#modules/chat'
import { Document, type ROLES } from './entities.ts'

export type DocumentRecord = RecordOf<typeof Document>
export type Role = (typeof ROLES)[number] | 'owner'

const RANK: readonly Role[] = ['reader', 'commenter', 'editor', 'owner']
const BY_REACH = { named: undefined, read: 'reader', comment: 'commenter', edit: 'editor' } as const

export const mayWrite = (role: Role): boolean => role === 'editor' || role === 'owner'
export const mayComment = (role: Role): boolean => role !== 'reader'

/** A document that the actor may read, with what he may do; refused as not found otherwise. */
export async function seenBy(
  ctx: Context,
  id: string,
): Promise<{ document: DocumentRecord; role: Role }> {
  const document = await ctx.records(Document).get(id)
  return { document, role: await roleIn(ctx, document) }
}

async function roleIn(ctx: Context, document: DocumentRecord): Promise<Role> {
  const { actor } = ctx
  if (document.owner === actor.id) return 'owner'
  const person = actor.kind === 'person' ? actor.id : null
  const rows = await ctx.sql<{ role: Role }>`
    SELECT DISTINCT role FROM documents.grant WHERE org = ${ctx.org} AND document = ${document.id}
      AND (person = ${person}::uuid OR department = ANY(${actor.departments}::uuid[]) OR team = ANY(${actor.groups}::uuid[]))`
  const found: (Role | undefined)[] = [BY_REACH[document.reach], ...rows.map(({ role }) => role)]
  if (document.conversation && person && (await isMember(ctx, document.conversation)))
    found.push('editor')
  return RANK[Math.max(0, ...found.map((role) => (role ? RANK.indexOf(role) : 0)))]!
}

/** In the group whose documents these are. */
export async function isMember(ctx: Context, conversation: string): Promise<boolean> {
  const seat = await ctx.records(Member).first({ where: { conversation, person: ctx.actor.id } })
  return seat !== undefined
}
