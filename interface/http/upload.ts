import { once } from 'node:events'
import type { MultipartFile } from '@fastify/multipart'
import type { FastifyRequest } from 'fastify'
import { fail, newId, TenonError, type Actor, type AnyAction } from '#kernel'
import { type Door, refuse } from '#interface/door'
import { marksOf, mayUse, type Schema } from '#interface/openapi'
import { coerce } from './query.ts'

/** No file is larger, whatever a module allows. */
const FILE_MAX = 2 * 1024 ** 3
const FIELD_MAX = 64 * 1024
const FIELDS_MAX = 50

/**
 * Streams the file part to the blob store and runs the action with its description in the file's
 * place. The scope is asked before the first byte is kept, so that nobody fills a disk he may not use.
 */
export async function receiveUpload(
  door: Door,
  action: AnyAction,
  request: FastifyRequest,
  actor: Actor,
  run: (input: unknown) => Promise<unknown>,
): Promise<unknown> {
  const { upload, uploadMax = FILE_MAX } = marksOf(action)
  if (!request.isMultipart()) {
    const body = (request.body ?? {}) as Record<string, unknown>
    if (typeof body === 'object' && body !== null && upload! in body) {
      throw fail(
        'invalid',
        `“${upload}” is a file.`,
        'Send the file itself as multipart/form-data.',
        { fields: [{ path: `/${upload}`, message: 'must be sent as multipart/form-data' }] },
      )
    }
    return run(body)
  }
  if (!mayUse(actor, action)) return run({})
  const { kernel } = door
  const fields: Record<string, string | string[]> = {}
  let file: { blob: string; name: string; mime: string; size: number; sha256: string } | undefined
  try {
    for await (const part of request.parts({
      limits: {
        fileSize: Math.min(uploadMax, FILE_MAX),
        files: 1,
        fields: FIELDS_MAX,
        fieldSize: FIELD_MAX,
        parts: FIELDS_MAX + 1,
      },
    })) {
      if (part.type === 'field') {
        const before = fields[part.fieldname]
        const value = String(part.value)
        fields[part.fieldname] = before === undefined ? value : [before, value].flat()
      } else if (part.fieldname !== upload) {
        part.file.resume()
        throw fail(
          'invalid',
          `There is no file field “${part.fieldname.slice(0, 80)}”.`,
          `Name the file part “${upload}”.`,
        )
      } else file = await keep(door, part, `${actor.org}/${newId()}`)
    }
    const input = { ...coerce(fields, action.input as Schema), ...(file && { [upload!]: file }) }
    return await run(input)
  } catch (error) {
    // After a failure that is not a refusal the commit may have happened: then the bytes stay.
    const told = error as { kind?: string; code?: unknown }
    const refused =
      error instanceof TenonError
        ? !['internal', 'unavailable'].includes(told.kind!)
        : String(told.code).startsWith('FST_')
    if (file && refused) await kernel.blobs.delete(file.blob)
    throw error
  }
}

async function keep({ kernel }: Door, part: MultipartFile, blob: string) {
  try {
    const { size, sha256 } = await kernel.blobs.put(blob, part.file)
    if (part.file.truncated) throw refuse(413, 'The file is too large.', 'Send a smaller file.')
    return { blob, name: baseName(part.filename), mime: part.mimetype.slice(0, 200), size, sha256 }
  } catch (error) {
    await kernel.blobs.delete(blob).catch(() => {})
    if (!part.file.readableEnded && !part.file.destroyed) {
      part.file.resume()
      await once(part.file, 'close').catch(() => {})
    }
    throw error
  }
}

/** Some browsers send a whole path. */
const baseName = (name: string): string => (name.split(/[\\/]/).at(-1) || 'file').slice(0, 1000)
