import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Person } from './manifest.ts'
import { keyOf } from './sign.ts'

/** Who opens a page: in the query of its address as `launch`, once and for a minute. */
export interface Launch {
  readonly installation: string
  readonly organisation: string
  readonly page: string
  readonly actor: Person
  readonly language: 'en' | 'zh'
  readonly nonce: string
  /** Seconds. */
  readonly expires: number
}

/** What a launch token says, before its signature is known: to find the installation's secrets. */
export function installationOf(token: string): string | undefined {
  return read(token.split('.')[0])?.installation
}

/** The launch that one of the secrets signed and that has not run out; its nonce is yours to refuse twice. */
export function openLaunch(
  secrets: readonly string[],
  token: string,
  now = Date.now(),
): Launch | undefined {
  const [body = '', given = ''] = token.split('.')
  const signed = secrets.some((secret) => {
    const wanted = createHmac('sha256', keyOf(secret)).update(`launch.${body}`).digest()
    const had = Buffer.from(given, 'base64url')
    return had.length === wanted.length && timingSafeEqual(had, wanted)
  })
  const launch = signed ? read(body) : undefined
  return launch && launch.expires * 1000 > now ? launch : undefined
}

function read(body: string | undefined): Launch | undefined {
  try {
    return JSON.parse(Buffer.from(body ?? '', 'base64url').toString()) as Launch
  } catch {
    return undefined
  }
}
