import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isIP } from 'node:net'
import { TenonError } from '#kernel'
import type { Egress, EgressAnswer, EgressRequest } from '#kernel/egress'
import type { Aim } from './aim.ts'
import { ENCODINGS, read } from './decode.ts'
import { refused, silent } from './refusals.ts'

export const TIMEOUT_MS = 10_000
const TIMEOUT_MS_MAX = 120_000
/** Answers are read into memory. */
export const BYTES_MAX = 1024 * 1024
const BYTES_MAX_MAX = 64 * 1024 * 1024
const REDIRECTS_MAX = 5

/** Asks an address that was checked; redirects start over. */
export function makeSafeFetch(aim: Aim): Egress['fetch'] {
  return async (url, request = {}) => {
    const timeout = Math.min(request.timeoutMs ?? TIMEOUT_MS, TIMEOUT_MS_MAX)
    const signal = AbortSignal.timeout(timeout)
    const redirects = Math.min(request.redirects ?? 0, REDIRECTS_MAX)
    let [target, sent] = [parse(url), request]
    for (let hop = 0; ; hop++) {
      const address = await aim(target.hostname, request.hosts, signal)
      const answer = await exchange(target, address, sent, signal)
      const to = redirectOf(answer)
      if (to === undefined || request.redirects === undefined) return answer
      if (hop >= redirects) throw refused('It redirects too often.')
      const next = parse(new URL(to, target).href)
      sent = onwards(sent, answer.status, next.origin === target.origin)
      target = next
    }
  }
}

const REDIRECTS = new Set([301, 302, 303, 307, 308])

/** Where an answer sends one on. */
export const redirectOf = ({ status, headers }: EgressAnswer): string | undefined =>
  REDIRECTS.has(status) ? headers['location'] : undefined

/** Credentials are for whom they were sent to. A redirect that asks for GET gets no body. */
export function onwards(sent: EgressRequest, status: number, sameOrigin: boolean): EgressRequest {
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

/** Ports of other protocols, which HTTP must not be made to speak (WHATWG Fetch, “bad port”, the well-known ones). */
const NOT_HTTP = new Set([
  1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 2049, 6000, 6379, 11211,
])

function parse(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.username || url.password)
    throw refused('Only http and https addresses without a password are asked.')
  if (NOT_HTTP.has(Number(url.port))) throw refused('Nothing on that port speaks http.')
  return url
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
        headers: { 'accept-encoding': ENCODINGS, ...lower(headers), host: url.host },
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

const lower = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

/** The body is unpacked by now: what was said of it as it travelled is no longer so. */
const TRAVEL = new Set(['content-encoding', 'content-length', 'transfer-encoding', 'connection'])

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !TRAVEL.has(name))
      .map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value!]),
  )
