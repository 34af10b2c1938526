import { defineEntity, recordFields, ref, T, within } from '#kernel'
import { Account } from '#connections/vault'

export const KINDS = ['openapi', 'sql', 'http'] as const
/** Whom of the organisation its actions are for, beside administrators. */
export const OPENNESS = ['nobody', 'read', 'all'] as const

/** Somebody else's interface as a module here: an OpenAPI document, a database, requests that were written down. */
export const Source = defineEntity({
  id: 'imports.source',
  title: 'Imported interface',
  label: 'title',
  search: ['title', 'module'],
  scope: 'imports.manage',
  fields: {
    /** `api_<short name>` */
    module: T.String({ title: 'Module', maxLength: 60 }),
    kind: T.Enum(KINDS, { title: 'Kind' }),
    title: T.String({ title: 'Name', minLength: 1, maxLength: 100 }),
    /** Where it answers. */
    server: T.String({ title: 'Server', maxLength: 500 }),
    account: T.Optional(ref(Account, { title: 'Linked account' })),
    open: T.Enum(OPENNESS, { title: 'For every member' }),
    /** Of the document that it was made from. */
    hash: T.Optional(T.String({ title: 'Fingerprint', maxLength: 64 })),
    url: T.Optional(T.String({ title: 'Document', maxLength: 1000 })),
    actions: T.Integer({ title: 'Actions' }),
    version: T.Integer({ title: 'Version' }),
    plan: T.Json({ title: 'Plan' }),
  },
  access: {
    read: { where: within('imports.manage') },
    create: { check: within('imports.manage') },
    update: { where: within('imports.manage') },
    delete: { where: within('imports.manage') },
  },
  actions: ['get'],
})

/** A document that was read, to choose operations from. The bytes lie beside it, packed. */
export const Document = defineEntity({
  id: 'imports.document',
  title: 'Interface document',
  label: 'title',
  scope: 'imports.manage',
  fields: {
    title: T.String({ title: 'Name', maxLength: 100 }),
    hash: T.String({ title: 'Fingerprint', maxLength: 64 }),
    url: T.Optional(T.String({ title: 'Address', maxLength: 1000 })),
    operations: T.Integer({ title: 'Operations' }),
  },
  access: {
    read: { where: within('imports.manage') },
    create: { check: within('imports.manage') },
    delete: { where: within('imports.manage') },
  },
  actions: ['get'],
})

/** Without its plan, which may be long. */
export const SourceView = T.Object({
  ...recordFields,
  module: T.String(),
  kind: T.Enum(KINDS),
  title: T.String(),
  server: T.String(),
  account: T.Optional(T.Id()),
  open: T.Enum(OPENNESS),
  actions: T.Integer(),
  version: T.Integer(),
})
