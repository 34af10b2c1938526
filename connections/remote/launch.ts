import { createHmac } from 'node:crypto'
import { newId } from '#kernel'
import type { Claims } from './people.ts'
import type { Ready } from './store.ts'

/** A page is fetched right after it is asked for. */
export const LAUNCH_MS = 60_000

export interface Launch {
  readonly installation: string
  readonly organisation: string
  readonly page: string
  readonly actor: Claims
  readonly language: string
  /** Once only. */
  readonly nonce: string
  /** Seconds. */
  readonly expires: number
}

/**
 * How a vendor's page learns who opens it: signed with the secret that both have, valid for a minute and
 * for one page. It opens nothing of ours.
 */
export function launchToken(link: Ready, page: string, actor: Claims, language: string): string {
  const launch: Launch = {
    installation: link.id,
    organisation: link.org,
    page,
    actor,
    language,
    nonce: newId(),
    expires: Math.floor((Date.now() + LAUNCH_MS) / 1000),
  }
  const body = Buffer.from(JSON.stringify(launch)).toString('base64url')
  return `${body}.${mac(link.secret, body)}`
}

/** Another purpose than a call's signature, so neither can be taken for the other. */
function mac(secret: string, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64')
  return createHmac('sha256', key).update(`launch.${body}`).digest('base64url')
}
