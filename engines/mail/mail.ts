import { openFolder } from './folder.ts'
import { openSmtp } from './smtp.ts'

export interface MailMessage {
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html?: string
  /** Who the mail speaks for; the address is the server's own. */
  readonly fromName?: string
  /** The same id sent twice is one mail to whoever counts `Message-ID`. */
  readonly id?: string
}

/** A mail that was kept instead of sent, for the operator to read. */
export interface StoredMail {
  readonly id: string
  readonly at: string
  readonly to: string
  readonly subject: string
  readonly text: string
}

export interface Mail {
  readonly kind: 'folder' | 'smtp'
  send(message: MailMessage): Promise<void>
  /** The newest first; always empty when mail really goes out. */
  list(limit: number): Promise<StoredMail[]>
  close(): Promise<void>
}

/**
 * Without an address mail is kept in 0600 files, since it holds invitation links and the like;
 * with `smtp(s)://user:password@host:port/?from=tenon@example.com` it is sent.
 */
export async function openMail({ url, folder }: { url?: string | undefined; folder: string }): Promise<Mail> {
  return url ? openSmtp(url) : openFolder(folder)
}
