export * from './events.ts'
export { installModule } from './actions/module.install.ts'
export { listListings } from './actions/listing.list.ts'
export { publishListing } from './actions/listing.publish.ts'
