import { fail, TenonError, type Context, type RecordOf } from '#kernel'
import { Version } from './entities.ts'
import { seenBy, type Role } from './role.ts'

/** A version with its bytes, for who may read its document. */
export async function versionFor(
  ctx: Context,
  id: string,
): Promise<{ version: RecordOf<typeof Version>; state: Uint8Array; role: Role; title: string }> {
  const version = await ctx
    .records(Version)
    .unchecked('whoever reads the document reads its versions')
    .find(id)
  if (!version) throw noVersion()
  const { role, document } = await seenBy(ctx, version.document).catch((error: unknown) => {
    throw error instanceof TenonError && error.kind === 'notFound' ? noVersion() : error
  })
  const [row] = await ctx.sql<{ state: Uint8Array }>`
    SELECT state FROM documents.version WHERE org = ${ctx.org} AND id = ${id}`
  return { version, state: row!.state, role, title: document.title }
}

const noVersion = (): TenonError =>
  fail('notFound', 'There is no such version, or it is not yours to see.')
