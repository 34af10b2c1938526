import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Egress } from '#kernel/egress'
import type { Aim } from './aim.ts'
import { refused, silent } from './refusals.ts'

const TIMEOUT_MS = 10_000
const TIMEOUT_MS_MAX = 60_000

/** A socket for a protocol that is not HTTP, to an address that was checked as for HTTP. */
export function makeSafeConnect(aim: Aim): Egress['connect'] {
  return async ({ host, port, tls = false, timeoutMs, hosts }) => {
    const name = hostOf(host)
    if (!Number.isInteger(port) || port! < 1 || port! > 65_535)
      throw refused('A port is a number from 1 to 65535.')
    const signal = AbortSignal.timeout(Math.min(timeoutMs ?? TIMEOUT_MS, TIMEOUT_MS_MAX))
    const address = await aim(name, hosts, signal)
    const socket = await opened(address, port!, tls ? name : undefined, signal)
    return { socket, host: name, port: port!, fields: {} }
  }
}

/** As a URL would read it: `0x7f.1` is 127.0.0.1, and a name is a name only without anything beside it. */
function hostOf(host: string | undefined): string {
  const url = URL.canParse(`http://${host}/`) ? new URL(`http://${host}/`) : undefined
  if (!host || !url || url.username || url.port || url.pathname !== '/' || url.search || url.hash)
    throw refused('A host is a name or an address, and nothing beside it.')
  return url.hostname.replace(/^\[|\]$/g, '')
}

function opened(
  address: string,
  port: number,
  tlsName: string | undefined,
  signal: AbortSignal,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket =
      tlsName === undefined
        ? connectTcp({ host: address, port })
        : connectTls({
            host: address,
            port,
            ...(isIP(tlsName) ? {} : { servername: tlsName }),
          })
    const late = () => socket.destroy(new Error('It took too long.'))
    signal.addEventListener('abort', late, { once: true })
    const failed = (error: unknown): void => {
      signal.removeEventListener('abort', late)
      reject(silent(signal.aborted ? 'It took too long.' : 'It did not answer.', error))
    }
    socket.once('error', failed)
    socket.once(tlsName === undefined ? 'connect' : 'secureConnect', () => {
      signal.removeEventListener('abort', late)
      socket.off('error', failed)
      // The other side may hang up before its client listens: that must not end the server.
      socket.on('error', () => undefined)
      resolve(socket)
    })
  })
}
