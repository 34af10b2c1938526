import { fileURLToPath } from 'node:url'
import type { Blobs } from '#kernel'
import { openFolder } from './folder.ts'
import { openS3 } from './s3.ts'

export { folderPath } from './folder.ts'

/** A folder of this machine, or where the operator's address leads: S3, or `file:` for a folder that nodes share. */
export async function openBlobs(options: {
  readonly url?: string | undefined
  readonly folder: string
}): Promise<Blobs> {
  const { url, folder } = options
  if (url === undefined) return openFolder({ folder })
  return url.startsWith('file:') ? openFolder({ folder: fileURLToPath(url) }) : openS3(url)
}
