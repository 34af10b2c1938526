import { createHash } from 'node:crypto'
import { fail } from '#kernel'
import { parse } from 'yaml'

/** The largest known public document is 38 MB as YAML; what is beyond is no description of an interface. */
export const DOCUMENT_MAX = 64 * 1024 * 1024
/** Aliases are how a small YAML becomes a large one. */
const ALIASES_MAX = 100

export type Json = Readonly<Record<string, unknown>>
export interface Document {
  readonly kind: 'openapi' | 'swagger'
  readonly version: string
  readonly title: string
  readonly hash: string
  readonly root: Json
}

/** Bytes of somebody's OpenAPI document, JSON or YAML. */
export function readDocument(bytes: Uint8Array): Document {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const marked = whole[0] === 0xef && whole[1] === 0xbb && whole[2] === 0xbf
  const text = whole.toString('utf8', marked ? 3 : 0)
  const root = parsed(text)
  if (!isJson(root)) throw unreadable('It is no object.')
  const { openapi, swagger, info } = root
  const version = typeof openapi === 'string' ? openapi : typeof swagger === 'string' ? swagger : ''
  const kind = typeof openapi === 'string' ? 'openapi' : 'swagger'
  if (kind === 'openapi' ? !/^3\.[01]\b/.test(version) : !/^2\.0\b/.test(version))
    throw unreadable('It does not say that it is OpenAPI 3.0, OpenAPI 3.1 or Swagger 2.0.')
  const title = isJson(info) && typeof info['title'] === 'string' ? info['title'] : 'Interface'
  const hash = createHash('sha256').update(bytes).digest('hex')
  return { kind, version, title: title.slice(0, 100), hash, root }
}

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

function parsed(text: string): unknown {
  try {
    return /^\s*\{/.test(text.slice(0, 1000))
      ? (JSON.parse(text) as unknown)
      : (parse(text, { maxAliasCount: ALIASES_MAX, schema: 'core', logLevel: 'silent' }) as unknown)
  } catch {
    throw unreadable('It is neither JSON nor YAML.')
  }
}

const unreadable = (why: string) =>
  fail(
    'invalid',
    `This is no OpenAPI document. ${why}`,
    'Give the address of the document itself (openapi.json, openapi.yaml), not of the page that shows it.',
  )
