import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { TenonError } from '#kernel'
import { isAmong } from '#kernel/egress'
import type { MayReach } from './addresses.ts'
import { closed, refused, silent } from './refusals.ts'

/** All addresses of a name, asked once. */
export type Resolve = (name: string) => Promise<readonly string[]>

export const byDns: Resolve = async (name) =>
  (await lookup(name, { all: true, order: 'verbatim' })).map(({ address }) => address)

/** Finds the one address to connect to. `hosts` are the only ones that may be asked, if it is given. */
export type Aim = (
  hostname: string,
  hosts: readonly string[] | undefined,
  signal: AbortSignal,
) => Promise<string>

/**
 * One resolution, every address of it checked, and the connection made to the address that was
 * checked: a name that changes its mind in between (rebinding) changes nothing.
 */
export function makeAim(mayReach: MayReach, resolve: Resolve = byDns): Aim {
  return async (hostname, hosts, signal) => {
    if (hosts && !isAmong(hostname, hosts)) throw closed(hostname)
    const name = hostname.replace(/^\[|\]$/g, '')
    const found = isIP(name) ? [name] : await raced(resolve(name), signal)
    // One closed address among public ones is a trick or a mistake; neither is followed.
    if (found.length === 0 || !found.every(mayReach))
      throw refused('This address is not on the public internet.')
    return found[0]!
  }
}

/** A name that cannot be resolved is not asked. */
async function raced(
  found: Promise<readonly string[]>,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const late = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(silent('It took too long.')), { once: true }),
  )
  return Promise.race([found, late]).catch((error: unknown) => {
    throw error instanceof TenonError ? error : silent('Its name cannot be resolved.')
  })
}
