import { fail, type BaseContext, type Context, type RecordOf } from '#kernel'
import { File } from './entities.ts'
import { dropFiles, shareBlob } from './keep.ts'

export type FileRecord = RecordOf<typeof File>

export interface Attachment {
  readonly file: string
  /** The actor who attaches: only one's own uploads can be hung on something. */
  readonly uploader: string
  readonly record: string
}

/** What others show of a file without asking again. */
export interface AttachedFile {
  readonly id: string
  readonly name: string
  readonly mime: string
  readonly size: number
  readonly width?: number
  readonly height?: number
}

/**
 * Hangs loose uploads on records, set-based for batches. Files that are absent from the answer were
 * not the uploader's or hang elsewhere already: refuse the command.
 */
export async function attachFiles(
  ctx: BaseContext,
  entity: string,
  items: readonly Attachment[],
): Promise<Map<string, AttachedFile>> {
  if (items.length === 0) return new Map()
  const rows = await ctx.sql<Nulls<AttachedFile>>`
    UPDATE files.file f SET entity = ${entity}, record = i.record, updated_at = now(), rev = f.rev + 1
    FROM unnest(${items.map(({ file }) => file)}::uuid[], ${items.map(({ uploader }) => uploader)}::text[],
      ${items.map(({ record }) => record)}::uuid[]) AS i(file, uploader, record)
    WHERE f.org = ${ctx.org} AND f.id = i.file AND f.uploader::text = i.uploader AND f.record IS NULL
    RETURNING f.id, f.name, f.mime, f.size, f.width, f.height`
  return new Map(rows.map((row) => [row.id, shown(row)]))
}

/** The same bytes as a new file on another record, for forwarding. The actor must be able to read the file. */
export async function copyFile(
  ctx: Context,
  file: string,
  to: { entity: string; record: string },
): Promise<AttachedFile> {
  const { name, mime, size, sha256, width, height } = await readableFile(ctx, file)
  await shareBlob(ctx, sha256)
  const dimensions = {
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
  }
  const copy = await ctx
    .records(File)
    .unchecked('a module copies what the actor may read to what he just made')
    .create({ name, mime, size, sha256, uploader: ctx.actor.id, ...to, ...dimensions })
  return shown(copy)
}

/** Deletes files with their bytes; the keys go to `deleteBlobs` by `ctx.enqueue`. */
export const removeFiles = dropFiles

/** A file that the actor may read: his own while it hangs on nothing, else by the right to its record. */
export async function readableFile(ctx: Context, id: string): Promise<FileRecord> {
  const file = await ctx
    .records(File)
    .unchecked('the right to a file is the right to its record')
    .find(id)
  if (!file) throw noSuchFile()
  if (file.entity === undefined) {
    if (file.uploader !== ctx.actor.id) throw noSuchFile()
    return file
  }
  await requireRecord(ctx, file.entity, file.record!)
  return file
}

/** Calls the record's own `get` as the actor: whoever is refused there is refused here. */
export async function requireRecord(ctx: Context, entity: string, record: string): Promise<void> {
  await ctx.call(`${entity}.get`, { [entity.split('.').at(-1)!]: record })
}

type Nulls<R> = { [K in keyof R]: undefined extends R[K] ? R[K] | null : R[K] }

function shown({ id, name, mime, size, width, height }: Nulls<AttachedFile>): AttachedFile {
  return {
    id,
    name,
    mime,
    size: Number(size),
    ...(width ? { width: Number(width) } : {}),
    ...(height ? { height: Number(height) } : {}),
  }
}

const noSuchFile = () => fail('notFound', 'There is no such file, or it is not yours to see.')
