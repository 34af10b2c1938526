import type { Mail } from '#kernel'
import { openFolder } from './folder.ts'
import { openSmtp } from './smtp.ts'

/** The port, and its end. */
export interface OpenMail extends Mail {
  close(): Promise<void>
}

/**
 * Without an address mail is kept in 0600 files, since it holds invitation links and the like;
 * with `smtp(s)://user:password@host:port/?from=tenon@example.com` it is sent.
 */
export async function openMail({
  url,
  folder,
}: {
  url?: string | undefined
  folder: string
}): Promise<OpenMail> {
  return url ? openSmtp(url) : openFolder(folder)
}
