import { defineEntity, T, within } from '#kernel'

const listed = {
  /** Whose it is. */
  publisher_org: T.Id(),
  publisher: T.String({ title: 'Publisher', maxLength: 200 }),
  publisher_kind: T.String({ title: 'Kind of publisher', maxLength: 40 }),
  title: T.String({ title: 'Title', maxLength: 200 }),
  title_zh: T.String({ title: 'Title in Chinese', maxLength: 200 }),
  about: T.Optional(T.String({ title: 'About', maxLength: 2000 })),
  about_zh: T.Optional(T.String({ title: 'About in Chinese', maxLength: 2000 })),
  icon: T.String({ maxLength: 31 }),
  version: T.Integer({ title: 'Version' }),
  status: T.Enum(['listed', 'withdrawn'], { title: 'Status' }),
  installs: T.Integer({ title: 'Installed' }),
  /** The publisher's own app, in his organisation. */
  app: T.Id(),
}

/**
 * An app on the plaza. Listings lie in the operator's organisation, where no company reads; what
 * everybody may know of them goes through two functions of the database, and through nothing else.
 */
export const Listing = defineEntity({
  id: 'catalogue.listing',
  title: 'Listing',
  label: 'title',
  search: ['title', 'title_zh', 'publisher'],
  fields: listed,
  access: { read: { where: within('parties.operate') } },
})

/** One published state: the manifest as it was that day. */
export const Edition = defineEntity({
  id: 'catalogue.edition',
  title: 'Published version',
  label: 'number',
  fields: {
    listing: T.Id(),
    number: T.Integer(),
    hash: T.String(),
    manifest: T.Json(),
    note: T.Optional(T.String({ maxLength: 500 })),
  },
  access: { read: { where: within('parties.operate') } },
})
