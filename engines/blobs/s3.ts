import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import { fail, type Blobs, type TenonError } from '#kernel'
import { requireKey } from './key.ts'

/** S3 takes parts of 5 MiB or more; one is in memory for each upload under way. 10,000 of them hold 80 GB. */
const PART_BYTES = 8 * 1024 * 1024
/** The store is asked this often when it is busy or gone, with growing pauses. */
const RETRIES = 4
/** For one request; a part of 8 MiB over a slow line needs a while. */
const REQUEST_MS = 60_000

/**
 * Blobs in a bucket of any S3-compatible store. Each part is signed with the hash of its bytes, so
 * that the store refuses what was altered on the way; an object appears whole or not at all.
 */
export function openS3(text: string): Blobs {
  const { base, aws } = parse(text)
  const urlOf = (key: string, query = ''): string => `${base}/${requireKey(key)}${query}`

  const send = async (
    url: string,
    method: string,
    body?: Uint8Array,
    headers: Record<string, string> = {},
  ): Promise<Response> => {
    const hash = createHash('sha256')
      .update(body ?? '')
      .digest('hex')
    const late = new AbortController()
    const timer = setTimeout(() => late.abort(), REQUEST_MS)
    const request = {
      method,
      headers: { ...headers, 'x-amz-content-sha256': hash },
      signal: late.signal,
      ...(body === undefined ? {} : { body: body as Uint8Array<ArrayBuffer> }),
    }
    try {
      for (let attempt = 1; ; attempt++)
        try {
          return await aws.fetch(url, request)
        } catch (error) {
          if (attempt > RETRIES || late.signal.aborted) throw away(error)
          await new Promise((again) => setTimeout(again, 50 * 2 ** attempt))
        }
    } finally {
      clearTimeout(timer)
    }
  }
  const must = async (response: Response): Promise<string> => {
    const said = await response.text()
    // Completing an upload answers 200 first and may say afterwards that it failed.
    if (!response.ok || /<Error>/.test(said)) throw refused(response.status, said)
    return said
  }

  const inParts = async (
    key: string,
    first: Buffer,
    rest: AsyncIterator<Buffer>,
  ): Promise<void> => {
    const started = await must(await send(urlOf(key, '?uploads='), 'POST'))
    const upload = encodeURIComponent(tag(started, 'UploadId') ?? '')
    const etags: string[] = []
    try {
      for (let part: Buffer | undefined = first; part;) {
        const query = `?partNumber=${etags.length + 1}&uploadId=${upload}`
        const answer = await send(urlOf(key, query), 'PUT', part)
        await must(answer)
        etags.push(answer.headers.get('etag') ?? '')
        const next: IteratorResult<Buffer> = await rest.next()
        part = next.done ? undefined : next.value
      }
      const list = etags
        .map((etag, at) => `<Part><PartNumber>${at + 1}</PartNumber><ETag>${etag}</ETag></Part>`)
        .join('')
      const whole = Buffer.from(`<CompleteMultipartUpload>${list}</CompleteMultipartUpload>`)
      const type = { 'content-type': 'application/xml' }
      await must(await send(urlOf(key, `?uploadId=${upload}`), 'POST', whole, type))
    } catch (error) {
      await send(urlOf(key, `?uploadId=${upload}`), 'DELETE').catch(() => undefined)
      throw error
    }
  }

  return {
    async put(key, body) {
      requireKey(key)
      const hash = createHash('sha256')
      let size = 0
      const parts = inPieces(body, (chunk) => {
        hash.update(chunk)
        size += chunk.byteLength
      })
      const { value: first = Buffer.alloc(0), done } = await parts.next()
      if (done || first.length < PART_BYTES) await must(await send(urlOf(key), 'PUT', first))
      else await inParts(key, first, parts)
      return { size, sha256: hash.digest('hex') }
    },

    async get(key, range) {
      const headers: Record<string, string> = range
        ? { range: `bytes=${range.start}-${range.end ?? ''}` }
        : {}
      const response = await send(urlOf(key), 'GET', undefined, headers)
      if (response.status === 404) {
        await response.body?.cancel()
        throw fail('notFound', 'The content of this file is missing.')
      }
      // A range of nothing: the file is empty, or ends before it.
      if (response.status === 416) {
        await response.body?.cancel()
        return Readable.from([])
      }
      if (!response.ok || !response.body) throw refused(response.status, await response.text())
      return Readable.fromWeb(response.body as ReadableStream)
    },

    async delete(key) {
      const response = await send(urlOf(key), 'DELETE')
      const said = await response.text()
      if (!response.ok && response.status !== 404) throw refused(response.status, said)
    },

    async list(after, limit) {
      const query = new URLSearchParams({ 'list-type': '2', 'max-keys': String(limit) })
      if (after !== undefined) query.set('continuation-token', after)
      const said = await must(await send(`${base}/?${query}`, 'GET'))
      const items = [...said.matchAll(/<Contents>(.*?)<\/Contents>/gs)].map(([, each = '']) => ({
        key: tag(each, 'Key') ?? '',
        size: Number(tag(each, 'Size')),
        at: new Date(tag(each, 'LastModified') ?? 0),
      }))
      const next = tag(said, 'NextContinuationToken')
      return next === undefined ? { items } : { items, next }
    },
  }
}

/** Pieces of one part's size, the last one smaller. */
async function* inPieces(
  body: AsyncIterable<Uint8Array> | Uint8Array,
  seen: (chunk: Uint8Array) => void,
): AsyncGenerator<Buffer, undefined> {
  let held: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body instanceof Uint8Array ? [body] : body) {
    seen(chunk)
    held.push(chunk)
    bytes += chunk.byteLength
    if (bytes < PART_BYTES) continue
    const all = Buffer.concat(held)
    let at = 0
    for (; bytes - at >= PART_BYTES; at += PART_BYTES) yield all.subarray(at, at + PART_BYTES)
    held = at < bytes ? [all.subarray(at)] : []
    bytes -= at
  }
  if (bytes > 0) yield Buffer.concat(held)
  return undefined
}

/** Keys and numbers need no unescaping; an ETag goes back as it came. */
const tag = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]

/** What the store said, without what was stored. */
function refused(status: number, said: string): TenonError {
  return fail(
    'unavailable',
    'The file store did not do what was asked.',
    'It is worth another try; check TENON_BLOBS_URL if it persists.',
    { status, store: tag(said, 'Code') ?? 'unknown' },
  )
}

function away(cause: unknown): TenonError {
  const error = fail('unavailable', 'The file store cannot be reached.', 'Try again shortly.')
  error.cause = cause
  return error
}

/** `s3://key:secret@host[:port]/bucket?region=…&pathStyle=0`, or with https or http in place of s3. */
export function parse(text: string): { base: string; aws: AwsClient } {
  const url = URL.canParse(text) ? new URL(text.replace(/^s3:/, 'https:')) : undefined
  const bucket = url?.pathname.replaceAll('/', '') ?? ''
  const plain = /^\/[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\/?$/.test(url?.pathname ?? '')
  if (
    !url ||
    !['https:', 'http:'].includes(url.protocol) ||
    !url.username ||
    !url.password ||
    !plain
  )
    throw fail(
      'invalid',
      'TENON_BLOBS_URL is not an address of S3.',
      'Write s3://key:secret@host/bucket?region=eu-central-1 (http://… for a store without TLS), or file:///folder',
    )
  const host = `${url.protocol}//${url.host}`
  const inHost = url.searchParams.get('pathStyle') === '0'
  return {
    base: inHost ? host.replace('//', `//${bucket}.`) : `${host}/${bucket}`,
    aws: new AwsClient({
      accessKeyId: decodeURIComponent(url.username),
      secretAccessKey: decodeURIComponent(url.password),
      service: 's3',
      region: url.searchParams.get('region') ?? 'us-east-1',
      retries: RETRIES,
    }),
  }
}
