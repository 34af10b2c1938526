import { createHash } from 'node:crypto'
import type { Cast, Voice } from '#kernel/testing'
import { uploadFile } from '#modules/files'

/** A loose upload of somebody's, as a door would have taken it. */
export async function upload(as: Cast, who: Voice, name: string, text: string): Promise<string> {
  const bytes = Buffer.from(text)
  const blob = `${who.actor.org}/${createHash('sha1')
    .update(name + text)
    .digest('hex')}`
  const { size, sha256 } = await as.kernel.blobs.put(blob, bytes)
  return (await who.call(uploadFile, { file: { blob, name, mime: 'text/plain', size, sha256 } })).id
}
