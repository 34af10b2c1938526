import { defineEntity, ref, T, within } from '#kernel'
import { App } from '#modules/parties'
import { Client } from '#connections/oidc'

export const HEALTH = ['unknown', 'ok', 'failing'] as const

/** A vendor's software as it is installed in an organisation. */
export const Link = defineEntity({
  id: 'remote.link',
  title: 'Vendor’s software',
  fields: {
    /** `ext_<the vendor's own name for it>` */
    module: T.String({ title: 'Module', maxLength: 60 }),
    title: T.String({ title: 'Name', maxLength: 100 }),
    publisher: T.String({ title: 'Publisher', maxLength: 100 }),
    partner_type: T.String({ title: 'Kind of partner', maxLength: 20 }),
    /** Where its manifest is; everything else of it is at the same origin. */
    url: T.String({ title: 'Address', maxLength: 500 }),
    origin: T.String({ title: 'Server', maxLength: 300 }),
    version: T.Integer({ title: 'Version' }),
    hash: T.String({ title: 'Fingerprint', maxLength: 64 }),
    manifest: T.Json({ title: 'Manifest' }),
    /** Rights of ours that its token has: what was agreed to, and nothing else. */
    grants: T.Array(T.String({ maxLength: 100 }), { title: 'May use' }),
    status: T.Enum(['connecting', 'active', 'removed'], { title: 'State' }),
    health: T.Enum(HEALTH, { title: 'Health' }),
    health_error: T.Optional(T.String({ title: 'What went wrong', maxLength: 500 })),
    health_since: T.Optional(T.Time({ title: 'Since' })),
    latency_ms: T.Optional(T.Integer({ title: 'Answered within (ms)' })),
    checked_at: T.Optional(T.Time({ title: 'Last asked' })),
    app: ref(App, { title: 'Acts as' }),
    token: T.Optional(T.Id({ title: 'Token' })),
    client: T.Optional(ref(Client, { title: 'Signs people in as' })),
    installed_by: T.Optional(ref('directory.person', { title: 'Installed by' })),
  },
  access: {
    read: { where: within('remote.manage') },
    create: { check: within('remote.manage') },
    update: { where: within('remote.manage') },
  },
  actions: ['get', 'list'],
  scope: 'remote.manage',
  search: ['title', 'publisher'],
})
