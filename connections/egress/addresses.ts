import { BlockList, isIP, isIPv4 } from 'node:net'
import { fail } from '#kernel'

/** Whether this server may connect to an address. */
export type MayReach = (address: string) => boolean

/**
 * Public addresses, and of the rest only what the operator allows (TENON_EGRESS_ALLOW: addresses and
 * networks, comma-separated). IPv6 that carries an IPv4 address inside is judged by that address.
 */
export function reachable(allowed: readonly string[]): MayReach {
  const allow = listOf(allowed)
  return (text) => {
    const address = embedded(text)
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    if (isIP(address) === 0) return false
    if (allow.check(address, family)) return true
    return family === 'ipv4' ? !CLOSED.check(address, 'ipv4') : isGlobalV6(address)
  }
}

/** A network as people write it; anything else is refused with what to write. */
function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIPv4(address) ? 'ipv4' : 'ipv6'
    const most = family === 'ipv4' ? 32 : 128
    const prefix = bits === undefined ? most : /^\d{1,3}$/.test(bits) ? Number(bits) : -1
    if (isIP(address) === 0 || prefix < 0 || prefix > most)
      throw fail(
        'invalid',
        `TENON_EGRESS_ALLOW has “${network}”, which is no address or network.`,
        'Write addresses or networks, comma-separated: 10.1.0.0/16,192.168.7.9',
      )
    list.addSubnet(address, prefix, family)
  }
  return list
}

/** What is not the public internet (IANA special-purpose registries). */
const CLOSED = listOf([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
])
const GLOBAL_V6 = listOf(['2000::/3'])
const CLOSED_V6 = listOf(['2001::/23', '2001:db8::/32', '3fff::/20', '5f00::/16'])
const isGlobalV6 = (address: string): boolean =>
  GLOBAL_V6.check(address, 'ipv6') && !CLOSED_V6.check(address, 'ipv6')

/** `::ffff:7f00:1`, `64:ff9b::7f00:1` and `2002:7f00:1::` all lead to 127.0.0.1. */
function embedded(text: string): string {
  const address = text.split('%', 1)[0]!
  if (isIP(address) !== 6) return address
  const groups = expand(address)
  const v4 = (at: number) =>
    [groups[at]! >> 8, groups[at]! & 255, groups[at + 1]! >> 8, groups[at + 1]! & 255].join('.')
  const zero = (from: number, to: number) => groups.slice(from, to).every((group) => group === 0)
  if (zero(0, 5) && (groups[5] === 0xffff || (groups[5] === 0 && groups[6]! > 0))) return v4(6)
  if (groups[0] === 0x64 && groups[1] === 0xff9b && zero(2, 6)) return v4(6)
  if (groups[0] === 0x2002) return v4(1)
  return address
}

/** Eight numbers; the URL parser has already put a dotted tail into hexadecimal. */
function expand(address: string): number[] {
  const plain = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const [head = '', tail] = plain.split('::')
  const groups = (part: string | undefined) =>
    part ? part.split(':').map((group) => Number.parseInt(group, 16)) : []
  const [left, right] = [groups(head), groups(tail)]
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right]
}
