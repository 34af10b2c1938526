import { createHmac } from 'node:crypto'
import type { Kernel } from '#kernel'
import { clientRow } from './clients.ts'
import { clientOf } from './ids.ts'

/** The same person is always the same to one client, and two clients cannot compare. */
export function subjectOf(key: string, person: string): string {
  const bytes = createHmac('sha256', key).update(person).digest()
  // A UUID of version 8: made by us, of whatever we like.
  bytes[6] = (bytes[6]! & 0x0f) | 0x80
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex', 0, 16)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export const keyBound = (client: string): string => `oidc.client ${client}`

/** By what name a client knows a person: his own id, unless it was given a key for others. */
export async function subjectAt(kernel: Kernel, client: string, person: string): Promise<string> {
  const row = await clientRow(kernel, client)
  const id = clientOf(client)?.id
  if (!row?.subject_key || id === undefined) return person
  return subjectOf(kernel.secrets.open(row.subject_key, keyBound(id)), person)
}
