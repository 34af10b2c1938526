import { buffer } from 'node:stream/consumers'
import type { Blobs } from '#kernel'
import { measure } from './pictures.ts'

/** A photo of a telephone fits; a film does not. */
export const OUTSIDE_BYTES_MAX = 10 * 1024 ** 2

type Looks = (bytes: Buffer) => boolean
const begins =
  (...bytes: number[]): Looks =>
  (content) =>
    bytes.every((byte, at) => content[at] === byte)
const zip = begins(0x50, 0x4b, 0x03, 0x04)
const compound = begins(0xd0, 0xcf, 0x11, 0xe0)
/** A binary that calls itself a text holds a zero byte soon. */
const text: Looks = (content) => !content.subarray(0, 8192).includes(0)

/** Endings that are taken from people without an account, and what their bytes must look like. */
const TAKEN: Readonly<Record<string, Looks>> = {
  pdf: begins(0x25, 0x50, 0x44, 0x46),
  docx: zip,
  xlsx: zip,
  pptx: zip,
  zip,
  doc: compound,
  xls: compound,
  ppt: compound,
  wps: compound,
  et: compound,
  txt: text,
  csv: text,
}
const PICTURES: ReadonlySet<string> = new Set(['jpg', 'jpeg', 'png', 'webp', 'gif', 'avif', 'heic'])

/** The bytes when they are what the name says, with a picture's measures; `undefined` when they are not. */
export async function contentOf(blobs: Blobs, key: string, name: string, size: number) {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const bytes = await buffer(await blobs.get(key))
  if (PICTURES.has(ending)) {
    const picture = await measure(blobs, key, size)
    return picture && { bytes, picture }
  }
  return TAKEN[ending]?.(bytes) ? { bytes, picture: undefined } : undefined
}
