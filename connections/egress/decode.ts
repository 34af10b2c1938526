import type { IncomingMessage } from 'node:http'
import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { refused } from './refusals.ts'

/** What we say that we understand. */
export const ENCODINGS = 'gzip, br'

const DECODERS: Readonly<Record<string, () => Transform>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
}

/**
 * An answer's bytes as they were before they were compressed. Both what comes and what it grows to are
 * counted as it comes, so that a small answer that unfolds to gigabytes costs no more than the limit.
 */
export async function read(response: IncomingMessage, most: number): Promise<Uint8Array> {
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() ?? ''
  if (encoding === '' || encoding === 'identity') return gathered(response, most)
  const make = DECODERS[encoding]
  // One inside another is only ever sent to unfold further than anybody looks.
  if (!make) throw refused('Its answer is packed in a way that was not asked for.')
  const decoder = make()
  let came = 0
  response.on('data', (part: Buffer) => {
    came += part.length
    if (came > most) decoder.destroy(tooLong(most))
  })
  response.on('error', (error) => decoder.destroy(error))
  response.on('aborted', () => decoder.destroy(new Error('aborted')))
  response.pipe(decoder)
  try {
    return await gathered(decoder, most)
  } catch (error) {
    // An answer without a body (HEAD, 204, 304) may say how it would have been packed.
    if (came === 0 && response.complete) return EMPTY
    throw error
  } finally {
    response.unpipe(decoder)
    decoder.destroy()
  }
}

async function gathered(stream: Readable, most: number): Promise<Uint8Array> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length
    if (size > most) throw tooLong(most)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

const EMPTY = new Uint8Array()
const tooLong = (most: number) => refused(`Its answer is longer than ${most} bytes.`)
