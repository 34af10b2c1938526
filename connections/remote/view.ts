import { T, type Kernel } from '#kernel'
import type { Manifest } from './manifest/format.ts'

type Registry = Kernel['registry']
export const WordsView = T.Object({ en: T.String(), zh: T.Optional(T.String()) })

/** What an administrator reads before he agrees. */
export const Inspection = T.Object({
  module: T.String(),
  url: T.String(),
  /** The server on which the data lies. */
  origin: T.String(),
  hash: T.String(),
  version: T.Integer(),
  title: WordsView,
  description: T.Optional(WordsView),
  publisher: T.String(),
  partner_type: T.String(),
  data_at: T.Literal('vendor'),
  /** Rights of ours that it asks for. */
  asks: T.Array(T.Object({ scope: T.String(), title: WordsView, why: WordsView })),
  /** Rights that it brings, for people. */
  scopes: T.Array(T.Object({ key: T.String(), title: WordsView, everyone: T.Boolean() })),
  entities: T.Array(WordsView),
  actions: T.Array(T.Object({ id: T.String(), title: WordsView, kind: T.String() })),
  pages: T.Array(WordsView),
  placements: T.Array(T.Object({ slot: T.String(), title: WordsView })),
  implements: T.Array(T.String()),
  /** It is here already; then installing again takes this version. */
  installed: T.Optional(T.Object({ link: T.Id(), version: T.Integer(), same: T.Boolean() })),
})

export function inspected(
  published: {
    readonly url: string
    readonly origin: string
    readonly hash: string
    readonly module: string
    readonly manifest: Manifest
  },
  registry: Registry,
) {
  const { manifest, ...where } = published
  return {
    ...where,
    version: manifest.version,
    title: manifest.title,
    ...(manifest.description ? { description: manifest.description } : {}),
    publisher: manifest.publisher,
    partner_type: manifest.partnerType,
    data_at: 'vendor' as const,
    asks: manifest.asks.map(({ scope, why }) => {
      const zh = registry.zh.get(scope)
      return {
        scope,
        why,
        title: { en: registry.scopes.get(scope)?.title ?? scope, ...(zh ? { zh } : {}) },
      }
    }),
    scopes: Object.entries(manifest.scopes).map(([key, { title, roles }]) => ({
      key,
      title,
      everyone: roles.includes('member'),
    })),
    entities: manifest.entities.map(({ title }) => title),
    actions: manifest.actions.map(({ id, title, kind }) => ({ id, title, kind })),
    pages: manifest.pages.map(({ title }) => title),
    placements: manifest.placements.map(({ slot, title }) => ({ slot, title })),
    implements: (manifest.implements ?? []).map(({ interface: name }) => name),
  }
}

/** What the short commands behind an installation are handed. */
export const about = {
  url: T.String(),
  origin: T.String(),
  module: T.String(),
  hash: T.String(),
  grants: T.Array(T.String()),
  manifest: T.Json(),
}
