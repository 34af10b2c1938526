import { createHash } from 'node:crypto'

/** What to register as redirect address at the service. */
export const callbackOf = (publicUrl: string): string => `${publicUrl}/vault/callback`

/** Only its hash is kept: who reads the table cannot come back in somebody’s place. */
export const hashOf = (state: string): string =>
  createHash('sha256').update(state).digest('base64url')
