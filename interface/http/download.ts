import type { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Door } from '#interface/door'

/** What a query of `x-kind: 'download'` answers. */
type Download = Kept | Made
/** Made for this answer, and small. */
interface Made {
  readonly text: string
  readonly name: string
  readonly mime: string
}
interface Kept {
  readonly blob: string
  readonly name: string
  readonly mime: string
  readonly size?: number
  readonly inline: boolean
}

/** Pictures a browser draws without running anything in them; everything else is an attachment. */
const DRAWN = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif', 'image/avif'])

export async function sendDownload(
  { kernel }: Door,
  request: FastifyRequest,
  reply: FastifyReply,
  output: unknown,
): Promise<FastifyReply> {
  const file = output as Download
  if ('text' in file) return sendMade(reply, file)
  const inline = file.inline && DRAWN.has(file.mime)
  // A blob never changes under its key, so the key says what the bytes are; hashed, since keys are secret.
  const etag = `"${await digest(file.blob)}"`
  reply
    .header('content-disposition', `${inline ? 'inline' : 'attachment'}; ${fileName(file.name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, max-age=86400, immutable')
    .header('accept-ranges', file.size === undefined ? 'none' : 'bytes')
    .header('etag', etag)
  if (request.headers['if-none-match'] === etag) return reply.code(304).send()
  reply.type(
    inline || /^[\w.+-]+\/[\w.+-]+$/.test(file.mime) ? file.mime : 'application/octet-stream',
  )
  const range = rangeOf(request.headers.range, file.size)
  if (range === 'unsatisfiable')
    return reply.code(416).header('content-range', `bytes */${file.size}`).send()
  if (range) {
    reply
      .code(206)
      .header('content-range', `bytes ${range.start}-${range.end}/${file.size}`)
      .header('content-length', range.end - range.start + 1)
  } else if (file.size !== undefined) reply.header('content-length', file.size)
  if (request.method === 'HEAD') return reply.send()
  return reply.send((await kernel.blobs.get(file.blob, range)) as Readable)
}

/** Asked again each time, since what it shows changes. */
function sendMade(reply: FastifyReply, { text, name, mime }: Made): FastifyReply {
  return reply
    .header('content-disposition', `attachment; ${fileName(name)}`)
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('cache-control', 'private, no-cache')
    .type(`${mime}; charset=utf-8`)
    .send(text)
}

async function digest(text: string): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(text)))
    .toString('base64url')
    .slice(0, 27)
}

/** RFC 6266: an ASCII form for old clients, UTF-8 for the others. */
function fileName(name: string): string {
  const ascii = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const utf8 = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  )
  return `filename="${ascii}"; filename*=UTF-8''${utf8}`
}

/** One range only; several are answered whole, as RFC 9110 allows. */
function rangeOf(
  header: string | undefined,
  size: number | undefined,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (size === undefined || from === undefined || to === undefined || (from === '' && to === ''))
    return undefined
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from)
  const end = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1)
  return start > end || start >= size ? 'unsatisfiable' : { start, end }
}
