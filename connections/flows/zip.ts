import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { StepError } from './classify.ts'

export interface Part {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Packed files become at most so much; what would become more is a bomb. */
export const UNPACKED_MAX = 700_000
const PARTS_MAX = 1_000
/** 1980-01-01: the same files give the same archive. */
const DAY = 0x21
const UTF8 = 0x800

export function zipped(parts: readonly Part[]): Buffer {
  if (parts.length > PARTS_MAX)
    throw new StepError('data', `An archive holds at most ${PARTS_MAX} files.`)
  const [bodies, entries]: [Buffer[], Buffer[]] = [[], []]
  let offset = 0
  for (const { name, bytes } of parts) {
    const packed = deflateRawSync(bytes)
    const title = Buffer.from(name)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(UTF8, 2)
    head.writeUInt16LE(8, 4)
    head.writeUInt16LE(DAY, 8)
    head.writeUInt32LE(crc32(bytes), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(bytes.length, 18)
    head.writeUInt16LE(title.length, 22)
    const place = Buffer.alloc(14)
    place.writeUInt32LE(offset, 10)
    bodies.push(Buffer.from('PK\u0003\u0004'), head, title, packed)
    entries.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), head, place, title)
    offset += 30 + title.length + packed.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(parts.length, 4)
  end.writeUInt16LE(parts.length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...bodies, directory, Buffer.from('PK\u0005\u0006'), end])
}

export function unzipped(archive: Buffer): Part[] {
  const end = archive.lastIndexOf('PK\u0005\u0006')
  if (end < 0 || end + 22 > archive.length) throw broken()
  const count = archive.readUInt16LE(end + 10)
  if (count > PARTS_MAX)
    throw new StepError('data', `The archive holds more than ${PARTS_MAX} files.`)
  const parts: Part[] = []
  let [at, left] = [archive.readUInt32LE(end + 16), UNPACKED_MAX]
  try {
    for (let n = 0; n < count; n++) {
      if (archive.readUInt32LE(at) !== 0x02014b50) throw broken()
      const flags = archive.readUInt16LE(at + 8)
      if (flags & 1) throw new StepError('data', 'The archive has a password.')
      const [title, extra, remark] = [28, 30, 32].map((place) => archive.readUInt16LE(at + place))
      const name = archive.toString('utf8', at + 46, at + 46 + title!)
      if (!name.endsWith('/')) {
        const bytes = unpacked(archive, at, left)
        left -= bytes.length
        parts.push({ name, bytes })
      }
      at += 46 + title! + extra! + remark!
    }
  } catch (error) {
    throw error instanceof StepError ? error : broken()
  }
  return parts
}

/** What the directory says of the size is only said; what comes out is counted. */
function unpacked(archive: Buffer, at: number, left: number): Buffer {
  const method = archive.readUInt16LE(at + 10)
  const [size, from] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 42)]
  if (archive.readUInt32LE(from) !== 0x04034b50) throw broken()
  const begin = from + 30 + archive.readUInt16LE(from + 26) + archive.readUInt16LE(from + 28)
  const packed = archive.subarray(begin, begin + size)
  if (packed.length !== size || (method !== 0 && method !== 8)) throw broken()
  const bytes =
    method === 0
      ? packed
      : within(left, (maxOutputLength) => inflateRawSync(packed, { maxOutputLength }))
  if (bytes.length > left) throw bomb()
  if (crc32(bytes) !== archive.readUInt32LE(at + 16)) throw broken()
  return bytes
}

export function within(left: number, unpack: (most: number) => Buffer): Buffer {
  try {
    return unpack(Math.max(left, 1))
  } catch (error) {
    throw (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? bomb() : broken()
  }
}

const bomb = (): StepError =>
  new StepError(
    'data',
    `Unpacked, this is larger than ${UNPACKED_MAX / 1000} kB; keep it in a file.`,
  )
const broken = (): StepError =>
  new StepError('data', 'What is packed is damaged, or packed in another way.')
