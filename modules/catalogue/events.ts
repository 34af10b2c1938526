import { defineEvent, T } from '#kernel'

const listing = { listing: T.Id(), title: T.String(), version: T.Integer() }

export const listingPublished = defineEvent({
  id: 'catalogue.listing.published',
  title: 'An app was published to the plaza',
  payload: T.Object({ ...listing, app: T.Id() }),
})
export const listingWithdrawn = defineEvent({
  id: 'catalogue.listing.withdrawn',
  title: 'An app was taken from the plaza',
  payload: T.Object(listing),
})
export const moduleInstalled = defineEvent({
  id: 'catalogue.module.installed',
  title: 'An app was installed from the plaza',
  payload: T.Object({ ...listing, app: T.Id(), module: T.String() }),
})
export const moduleUpgraded = defineEvent({
  id: 'catalogue.module.upgraded',
  title: 'An installed app was upgraded',
  payload: T.Object({ ...listing, app: T.Id() }),
})
export const moduleRemoved = defineEvent({
  id: 'catalogue.module.removed',
  title: 'An app was uninstalled',
  payload: T.Object({ app: T.Id(), module: T.String(), title: T.String() }),
})
