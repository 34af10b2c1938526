import { anyOf, defineEntity, ref, scope, T } from '#kernel'
import { Person } from '#modules/directory'
import type { Granted } from './make/rights.ts'

const makers = scope('apps.make')
const managed = { create: { check: makers }, update: { where: makers }, delete: { where: makers } }

/** What an organisation made or installed: a module whose manifest is data. */
export const App = defineEntity({
  id: 'apps.app',
  title: 'App',
  label: 'title',
  search: ['title', 'title_zh'],
  fields: {
    title: T.String({ title: 'Title', maxLength: 200 }),
    title_zh: T.String({ title: 'Title in Chinese', maxLength: 200 }),
    icon: T.String({ maxLength: 31 }),
    /** `app_orders`: what every id of it begins with. */
    module: T.String({ title: 'Module', pattern: '^app_[a-z][a-z0-9]{0,30}$' }),
    status: T.Enum(['active', 'removed'], { title: 'Status' }),
    version: T.Integer({ title: 'Version' }),
    source: T.Enum(['file', 'blank', 'import', 'plaza'], { title: 'Where it comes from' }),
    publisher: T.String({ title: 'Publisher', maxLength: 200 }),
    /** Each entity's immutable id by its key in the manifest. */
    ids: T.Unsafe<Record<string, string>>({ type: 'object', 'x-kind': 'json' }),
    /** Who may do what in it; everybody sees, adds and changes when absent. */
    granted: T.Optional(T.Unsafe<Granted[]>({ type: 'array', 'x-kind': 'json', title: 'Rights' })),
    listing: T.Optional(T.Id({ title: 'Listing it was installed from' })),
    listing_version: T.Optional(T.Integer()),
    maker: T.Optional(ref(Person, { title: 'Made by' })),
  },
  access: { read: { where: true }, ...managed },
  actions: ['list', 'get'],
  scope: 'apps.use',
})

/** One state of an app's manifest; never changed, only followed by the next. */
export const Version = defineEntity({
  id: 'apps.version',
  title: 'Version of an app',
  label: 'number',
  fields: {
    app: ref(App, { title: 'App' }),
    number: T.Integer({ title: 'Version' }),
    hash: T.String({ title: 'Fingerprint' }),
    manifest: T.Json(),
    note: T.Optional(T.String({ title: 'What is new', maxLength: 500 })),
    made_by: T.Optional(ref(Person, { title: 'Published by' })),
  },
  access: { read: { where: true }, create: { check: makers } },
  actions: ['list'],
  scope: 'apps.make',
})

/** An uploaded file, read and guessed, until it becomes an app. */
export const Draft = defineEntity({
  id: 'apps.draft',
  title: 'App from a file',
  label: 'file_name',
  fields: {
    file_name: T.String({ title: 'File', maxLength: 200 }),
    manifest: T.Json(),
    sources: T.Json(),
    rows: T.Integer({ title: 'Rows' }),
    started_by: ref(Person),
  },
  access: {
    read: { where: { started_by: '$actor.id' } },
    create: { check: makers },
    delete: { where: makers },
  },
})

const own = anyOf(makers, { started_by: '$actor.id' })

/** Rows on their way into one list of an app. */
export const Import = defineEntity({
  id: 'apps.import',
  title: 'Import into an app',
  label: 'file_name',
  fields: {
    app: ref(App, { title: 'App' }),
    /** Key of the entity. */
    entity: T.String({ maxLength: 8 }),
    file_name: T.Optional(T.String({ title: 'File', maxLength: 200 })),
    status: T.Enum(['ready', 'waiting', 'applying', 'done', 'cancelling', 'cancelled', 'failed'], {
      title: 'Status',
    }),
    headings: T.Array(T.String()),
    /** Heading → field key. */
    mapping: T.Unsafe<Record<string, string>>({ type: 'object', 'x-kind': 'json' }),
    rows: T.Integer({ title: 'Rows' }),
    applied: T.Integer({ title: 'Rows done' }),
    errors: T.Integer({ title: 'Rows left out' }),
    problem: T.Optional(T.String({ title: 'Problem', maxLength: 500 })),
    started_by: ref(Person, { title: 'Started by' }),
  },
  access: {
    read: { where: own },
    create: { check: { started_by: '$actor.id' } },
    update: { where: own },
  },
  actions: ['list', 'get'],
  scope: 'apps.use',
})

/** A form for people outside, reached by its link. */
export const Share = defineEntity({
  id: 'apps.share',
  title: 'Shared form',
  label: 'title',
  fields: {
    app: ref(App, { title: 'App' }),
    entity: T.String({ maxLength: 8 }),
    title: T.String({ title: 'Title', maxLength: 200 }),
    intro: T.Optional(T.String({ title: 'Introduction', maxLength: 2000 })),
    /** Keys of the fields that are filled in. */
    fields: T.Array(T.String({ maxLength: 8 }), { minItems: 1, maxItems: 60 }),
    secret_hash: T.String(),
    /** The link's secret, sealed: who may manage the form can show it again. */
    secret: T.String(),
    expires_at: T.Optional(T.Time({ title: 'Until' })),
    revoked_at: T.Optional(T.Time({ title: 'Closed' })),
    answers: T.Integer({ title: 'Answers' }),
    answers_max: T.Optional(T.Integer({ title: 'At most', minimum: 1, maximum: 1_000_000 })),
    made_by: ref(Person, { title: 'Made by' }),
  },
  access: {
    read: { where: makers },
    create: { check: makers },
    update: { where: makers },
  },
})
