import { defineEntity, ref, sensitive, T } from '#kernel'

const own = { person: '$actor.id' }

/**
 * One line in a person's inbox. `kind` is the id of what caused it, e.g. `approval.request.created`.
 * The text is kept in both languages, so that it is shown in the one the reader has now.
 */
export const Notice = defineEntity({
  id: 'notify.notice',
  title: 'Notice',
  label: 'title',
  search: ['title', 'title_zh', 'body', 'body_zh'],
  fields: {
    person: ref('directory.person', { title: 'For' }),
    kind: T.String({ title: 'Kind', maxLength: 100 }),
    title: T.String({ title: 'Title', maxLength: 500 }),
    title_zh: T.Optional(T.String({ title: 'Title in Chinese', maxLength: 500 })),
    body: T.Optional(T.String({ title: 'Text', maxLength: 2000 })),
    body_zh: T.Optional(T.String({ title: 'Text in Chinese', maxLength: 2000 })),
    link: T.Optional(
      T.String({ title: 'Link', maxLength: 500, description: 'A path within Tenon.' }),
    ),
    card: T.Optional(T.Id({ title: 'Card' })),
    read_at: T.Optional(T.Time({ title: 'Read' })),
  },
  access: { read: { where: own }, update: { where: own, fields: ['read_at'] } },
  actions: ['get', 'list'],
})

/** Every kind without a row of its own. */
export const ANY_KIND = '*'

/** By which ways beside the inbox a kind of notice reaches a person; no row means the defaults. */
export const Preference = defineEntity({
  id: 'notify.preference',
  title: 'Notice preference',
  label: 'kind',
  fields: {
    person: ref('directory.person', { title: 'Person' }),
    kind: T.String({ title: 'Kind', maxLength: 100 }),
    push: T.Boolean({ title: 'Push' }),
    mail: T.Boolean({ title: 'Mail' }),
    /** On the row of every kind: the language of mails. */
    language: T.Optional(T.Enum(['en', 'zh'], { title: 'Language' })),
  },
  access: { read: { where: own }, create: { check: own }, update: { where: own, check: own } },
})

/** A browser that asked to be told. */
export const PushTarget = defineEntity({
  id: 'notify.push_target',
  title: 'Browser',
  label: 'browser',
  fields: {
    person: ref('directory.person', { title: 'Person' }),
    endpoint: sensitive(T.String({ title: 'Endpoint', maxLength: 2000 })),
    p256dh: sensitive(T.String({ title: 'Public key', maxLength: 200 })),
    auth: sensitive(T.String({ title: 'Shared secret', maxLength: 100 })),
    browser: T.Optional(T.String({ title: 'Browser', maxLength: 200 })),
    language: T.Optional(T.Enum(['en', 'zh'], { title: 'Language' })),
  },
  access: {
    read: { where: own },
    create: { check: own },
    update: { where: own, check: own },
    delete: { where: own },
  },
})
