import { T, type TSchema } from '#kernel'
import type { Manifest, Words } from '../manifest/format.ts'
import { boundedSchema } from '../manifest/schema.ts'

/** What of a manifest becomes definitions; `module` is its id here. */
export interface Made {
  readonly manifest: Manifest
  readonly module: string
  /** Id of the installed link. */
  readonly link: string
}

/** Somebody else's schema as one of ours: bounded, and always of an object. */
export function objectSchema(schema: unknown): TSchema {
  return T.Unsafe<Record<string, unknown>>({ ...boundedSchema(schema), type: 'object' })
}
export const fieldSchema = (schema: unknown): TSchema => T.Unsafe<unknown>(boundedSchema(schema))

export const english = ({ en }: Words): string => en
export const pageId = ({ module }: Made, page: string): string => `${module}.${page}`
export const pathOf = ({ manifest }: Pick<Made, 'manifest'>, page: string): string =>
  `/x/${manifest.id}/${page}`
export const cardId = ({ module }: Made, noun: string): string => `${module}.${noun}.card`
