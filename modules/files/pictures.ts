import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'
import { fail, type Blobs } from '#kernel'

/** Widths of previews; `full` is the picture itself, re-encoded. */
export const SIZES = ['480', '1600', 'full'] as const
export type PreviewSize = (typeof SIZES)[number]

/** A small file can unfold to a huge picture; beyond this it is only ever downloaded. */
const PIXELS_MAX = 50_000_000
/** Pictures are decoded in memory. */
const PICTURE_BYTES_MAX = 50 * 1024 ** 2
const FORMATS = new Map([
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['webp', 'image/webp'],
  ['gif', 'image/gif'],
  ['heif', 'image/avif'],
])
/** Frames of a moving picture that are kept. */
const FRAMES_MAX = 200

/** Every key that a picture's previews may lie under. */
export const previewKeys = (key: string) => SIZES.map((size) => `${key}.${size}`)

/** The picture's real type and its size the right way up; `undefined` when it is none that we show. */
export async function measure(blobs: Blobs, key: string, size: number) {
  if (size > PICTURE_BYTES_MAX || !(await looksRaster(blobs, key))) return undefined
  try {
    const found = await sharp(await bytesOf(blobs, key), {
      limitInputPixels: PIXELS_MAX,
    }).metadata()
    const mime = FORMATS.get(found.format)
    const { width, height } = found.autoOrient
    return mime && width * height <= PIXELS_MAX ? { mime, width, height } : undefined
  } catch {
    return undefined
  }
}

/**
 * The key of a preview, made when it is first asked for. Re-encoding is what makes a stranger's
 * picture safe to show inline: whatever hid beside the pixels (scripts, places, thumbnails) is gone.
 */
export async function preview(blobs: Blobs, key: string, size: PreviewSize): Promise<string> {
  const target = `${key}.${size}`
  if (await exists(blobs, target)) return target
  return drawing.run(async () => {
    await blobs.put(target, await draw(await bytesOf(blobs, key), size))
    return target
  })
}

async function draw(bytes: Buffer, size: PreviewSize): Promise<Buffer> {
  const moving = await sharp(bytes, { limitInputPixels: PIXELS_MAX }).metadata()
  const pages = Math.min(moving.pages ?? 1, FRAMES_MAX)
  const options =
    pages > 1 ? { limitInputPixels: PIXELS_MAX * 2, pages } : { limitInputPixels: PIXELS_MAX }
  const picture = sharp(bytes, options).autoOrient()
  const fitted =
    size === 'full'
      ? picture
      : picture.resize({
          width: Number(size),
          height: Number(size) * 2,
          fit: 'inside',
          withoutEnlargement: true,
        })
  return fitted.webp({ quality: 84, effort: 3 }).toBuffer()
}

/** The first bytes, so that a film or an archive is not read whole to learn that it is no picture. */
async function looksRaster(blobs: Blobs, key: string): Promise<boolean> {
  const head = await buffer(await blobs.get(key, { start: 0, end: 31 })).catch(() =>
    Buffer.alloc(0),
  )
  const text = head.toString('latin1')
  return (
    text.startsWith('\xff\xd8\xff') ||
    text.startsWith('\x89PNG\r\n') ||
    text.startsWith('GIF8') ||
    (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') ||
    (text.slice(4, 8) === 'ftyp' && /avif|avis|heic|mif1/.test(text.slice(8)))
  )
}

const bytesOf = async (blobs: Blobs, key: string) => buffer(await blobs.get(key))

async function exists(blobs: Blobs, key: string): Promise<boolean> {
  try {
    const stream = await blobs.get(key, { start: 0, end: 0 })
    stream.resume()
    return true
  } catch {
    return false
  }
}

/** Decoding takes memory and a core, so few at a time, and a bounded line behind them. */
const drawing = limited(2, 100)

function limited(most: number, queueMax: number) {
  const waiting: (() => void)[] = []
  let running = 0
  return {
    async run<R>(work: () => Promise<R>): Promise<R> {
      if (waiting.length >= queueMax)
        throw fail('unavailable', 'Too many pictures are being prepared.')
      if (running >= most) await new Promise<void>((turn) => waiting.push(turn))
      else running++
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running--
      }
    },
  }
}
