import { defineAction, notFound, OPERATOR_ORG, T } from '#kernel'
import { Listing } from '../entities.ts'
import { listingWithdrawn } from '../events.ts'

export const withdrawListing = defineAction({
  id: 'catalogue.listing.withdraw',
  kind: 'command',
  effect: 'local',
  title: 'Take an app from the plaza',
  description: 'Nobody else can install it from now on; where it is installed it goes on.',
  input: T.Object({ listing: T.Id({ title: 'Listing' }) }, { additionalProperties: false }),
  output: T.Object({ listing: T.Id(), status: T.Literal('withdrawn') }),
  errors: { noSuchListing: notFound('Your organisation has published no such app.') },
  emits: [listingWithdrawn],
  subject: 'listing',
  scope: 'catalogue.publish',
  destructive: true,
  idempotent: true,
}).run(async ({ listing: id }, ctx) => {
  const { org } = ctx
  const { title, version } = await ctx.within(OPERATOR_ORG, async (operator) => {
    const listings = operator
      .records(Listing)
      .unchecked('an organisation withdraws what is its own')
    const found = await listings.find(id)
    if (found?.publisher_org !== org) throw ctx.error('noSuchListing')
    return listings.update(id, { status: 'withdrawn' })
  })
  ctx.emit(listingWithdrawn, { listing: id, title, version }, { subject: id })
  return { listing: id, status: 'withdrawn' as const }
})
