import type { IncomingMessage } from 'node:http'
import { BlockList, isIP, isIPv6 } from 'node:net'

/** Whether X-Forwarded-* of this peer is believed. */
export type Trust = (address: string) => boolean

export function makeTrust(proxies: readonly string[] = []): Trust {
  const list = new BlockList()
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.trim().split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (!isIP(address))
      throw new Error(`TENON_TRUSTED_PROXIES: ${proxy} is not an address or network.`)
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return (address) => {
    const plain = plainOf(address)
    return isIP(plain) !== 0 && list.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4')
  }
}

/** The caller's address: the last one in the chain that no proxy of ours has. */
export function addressOf(request: IncomingMessage, trust: Trust): string | undefined {
  const peer = request.socket.remoteAddress
  if (peer === undefined) return undefined
  const header = request.headers['x-forwarded-for']
  const chain = [
    ...String(header ?? '')
      .split(',')
      .map((each) => each.trim())
      .filter(Boolean),
    peer,
  ]
  let at = chain.length - 1
  while (at > 0 && trust(chain[at]!)) at--
  return plainOf(chain[at]!)
}

/** An IPv4 caller of a dual-stack listener. */
const plainOf = (address: string): string =>
  address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address
