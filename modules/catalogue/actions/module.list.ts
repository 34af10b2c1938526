import { defineAction, T } from '#kernel'
import { App, reasonOf } from '#modules/apps'
import { ScopeView, Words, type Row } from '../plaza.ts'

const moduleView = T.Object({
  module: T.String(),
  title: Words,
  version: T.Integer(),
  publisher: T.String(),
  partner_type: T.String(),
  first_party: T.Boolean(),
  /** native: part of this server; built: made in the builder, here or elsewhere. */
  kind: T.Enum(['native', 'built']),
  data_at: T.Enum(['here', 'vendor']),
  scopes: T.Array(ScopeView),
  entities: T.Integer(),
  actions: T.Integer(),
  removable: T.Boolean(),
  app: T.Optional(T.Id()),
  source: T.Optional(T.String()),
  listing: T.Optional(T.Id()),
  /** The newer version that could be installed. */
  upgrade: T.Optional(T.Integer()),
  /** Why it does not run; its records are untouched. */
  broken: T.Optional(T.String()),
})

export const listModules = defineAction({
  id: 'catalogue.module.list',
  kind: 'query',
  effect: 'local',
  title: 'List what is installed',
  description:
    'Every module of your organisation, with publisher, type of partner, what it lets people do and where its data lies; first what can be removed.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ items: T.Array(moduleView) }),
  scope: 'catalogue.read',
}).run(async (_input, ctx) => {
  const { items: apps } = await ctx
    .records(App)
    .unchecked('what is installed is known to all of its people')
    .list({ where: { status: 'active' }, limit: 1000 })
  const newest = new Map(
    (await ctx.sql<Row>`SELECT * FROM catalogue.find(${ctx.org}::uuid, '', NULL, 1000)`).map(
      ({ id, version }) => [id, Number(version)],
    ),
  )
  const { registry } = ctx
  const modules = [...registry.modules.values()].filter(
    (module) => module.actions.length > 0 || module.entities?.length,
  )
  const items = modules.map((module) => {
    const app = apps.find((each) => each.module === module.id)
    const upgrade = app?.listing ? newest.get(app.listing) : undefined
    const zh = registry.zh.get(module.id)
    return {
      module: module.id,
      title: { en: module.title, ...(zh ? { zh } : {}) },
      version: module.version,
      publisher: module.publisher,
      partner_type: module.partnerType,
      first_party: module.firstParty,
      kind: module.built ? ('built' as const) : ('native' as const),
      data_at: module.entities?.some(({ dataAt }) => dataAt === 'vendor')
        ? ('vendor' as const)
        : ('here' as const),
      scopes: Object.entries(module.scopes).map(([id, { title, roles }]) => ({
        key: id,
        title: { en: title, ...(registry.zh.get(id) ? { zh: registry.zh.get(id)! } : {}) },
        everyone: roles.includes('member'),
      })),
      entities: module.entities?.length ?? 0,
      actions: [...registry.actions.values()].filter(
        ({ id, internal }) => !internal && id.startsWith(`${module.id}.`),
      ).length,
      removable: app !== undefined,
      ...(app ? { app: app.id, source: app.source } : {}),
      ...(app?.listing ? { listing: app.listing } : {}),
      ...(upgrade !== undefined && upgrade > (app?.listing_version ?? 0) ? { upgrade } : {}),
    }
  })
  const broken = apps
    .filter((app) => !registry.modules.has(app.module))
    .map((app) => ({
      module: app.module,
      title: { en: app.title, zh: app.title_zh },
      version: app.version,
      publisher: app.publisher,
      partner_type: 'low-code',
      first_party: false,
      kind: 'built' as const,
      data_at: 'here' as const,
      scopes: [],
      entities: 0,
      actions: 0,
      removable: true,
      app: app.id,
      source: app.source,
      broken: reasonOf(ctx.org, app),
    }))
  return {
    items: [...broken, ...items].toSorted(
      (a, b) => Number(b.removable) - Number(a.removable) || (a.module < b.module ? -1 : 1),
    ),
  }
})
