import { lookup } from 'node:dns/promises'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { fail, TenonError } from '#kernel'
import type { Egress, EgressAnswer, EgressRequest } from '#kernel/egress'
import type { MayReach } from './addresses.ts'

export const TIMEOUT_MS = 10_000
const TIMEOUT_MS_MAX = 120_000
/** Answers are read into memory. */
export const BYTES_MAX = 1024 * 1024
const BYTES_MAX_MAX = 64 * 1024 * 1024
const REDIRECTS_MAX = 5

/** All addresses of a name, asked once. */
export type Resolve = (name: string) => Promise<readonly string[]>

const byDns: Resolve = async (name) =>
  (await lookup(name, { all: true, order: 'verbatim' })).map(({ address }) => address)

/**
 * One resolution, every address of it checked, and the connection made to the address that was
 * checked: a name that changes its mind in between (rebinding) changes nothing. Redirects start over.
 */
export function makeSafeFetch(mayReach: MayReach, resolve: Resolve = byDns): Egress['fetch'] {
  return async (url, request = {}) => {
    const timeout = Math.min(request.timeoutMs ?? TIMEOUT_MS, TIMEOUT_MS_MAX)
    const signal = AbortSignal.timeout(timeout)
    const redirects = Math.min(request.redirects ?? 0, REDIRECTS_MAX)
    let [target, sent] = [parse(url), request]
    for (let hop = 0; ; hop++) {
      const address = await addressOf(target, mayReach, resolve, signal)
      const answer = await exchange(target, address, sent, signal)
      const to = REDIRECTS.has(answer.status) ? answer.headers['location'] : undefined
      if (to === undefined || request.redirects === undefined) return answer
      if (hop >= redirects) throw refused('It redirects too often.')
      const next = parse(new URL(to, target).href)
      sent = onwards(sent, answer.status, next.origin === target.origin)
      target = next
    }
  }
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    throw refused('Only http and https addresses without a password are asked.')
  return url
}

async function addressOf(
  { hostname }: URL,
  mayReach: MayReach,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<string> {
  const name = hostname.replace(/^\[|\]$/g, '')
  const found = isIP(name) ? [name] : await raced(resolve(name), signal)
  // One closed address among public ones is a trick or a mistake; neither is followed.
  if (found.length === 0 || !found.every(mayReach))
    throw refused('This address is not on the public internet.')
  return found[0]!
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

function exchange(
  url: URL,
  address: string,
  { method = 'GET', headers = {}, body, bytesMax = BYTES_MAX }: EgressRequest,
  signal: AbortSignal,
): Promise<EgressAnswer> {
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest
  const most = Math.min(bytesMax, BYTES_MAX_MAX)
  return new Promise((resolve, reject) => {
    const failed = (error: unknown): void =>
      reject(
        error instanceof TenonError
          ? error
          : silent(signal.aborted ? 'It took too long.' : 'It did not answer.', error),
      )
    const request = start(
      url,
      {
        method,
        // What is sent is what the caller wrote: nothing of ours tells who asks.
        headers: { ...lower(headers), host: url.host, 'accept-encoding': 'identity' },
        // A connection of its own: a kept one might lead to an address of another check.
        agent: false,
        family: isIP(address),
        lookup: (_name, options, found) =>
          options.all
            ? found(null, [{ address, family: isIP(address) }])
            : found(null, address, isIP(address)),
        ...(url.protocol === 'https:' && !isIP(url.hostname) ? { servername: url.hostname } : {}),
        signal,
        maxHeaderSize: 16_384,
      },
      (response) =>
        void read(response, most).then(
          (bytes) =>
            resolve({
              status: response.statusCode ?? 0,
              headers: headersOf(response),
              body: bytes,
              url: url.href,
            }),
          (error: unknown) => {
            request.destroy()
            failed(error)
          },
        ),
    )
    request.on('error', failed)
    request.end(body)
  })
}

async function read(response: IncomingMessage, most: number): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of response as AsyncIterable<Buffer>) {
    size += part.length
    if (size > most) throw refused(`Its answer is longer than ${most} bytes.`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

/** Credentials are for whom they were sent to. A redirect that asks for GET gets no body. */
function onwards(sent: EgressRequest, status: number, sameOrigin: boolean): EgressRequest {
  const toGet = status === 303 || ((status === 301 || status === 302) && sent.method === 'POST')
  const { body, headers = {}, ...rest } = sent
  const drop = new Set([
    ...(sameOrigin ? [] : ['authorization', 'cookie', 'proxy-authorization']),
    ...(toGet ? ['content-type', 'content-length', 'content-encoding'] : []),
  ])
  const kept = Object.fromEntries(
    Object.entries(lower(headers)).filter(([name]) => !drop.has(name)),
  )
  if (toGet) return { ...rest, method: 'GET', headers: kept }
  return { ...rest, headers: kept, ...(body === undefined ? {} : { body }) }
}

const lower = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value!,
    ]),
  )

const refused = (why: string): TenonError =>
  fail(
    'invalid',
    `This server does not ask that address. ${why}`,
    'Use a public https address; the operator can allow networks by TENON_EGRESS_ALLOW.',
  )

function silent(why: string, cause?: unknown): TenonError {
  const error = fail('unavailable', `The other side could not be asked. ${why}`)
  error.cause = cause
  return error
}
