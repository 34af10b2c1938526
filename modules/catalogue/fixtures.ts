import type { Sample } from '#kernel/world'
import { publishListing } from './actions/listing.publish.ts'

/** 搭家 Dajia offers its app to everybody; 远山自行车 and others may install it. */
export const sample: Sample = {
  order: 63,
  async plant(world) {
    const dajia = world.orgs['dajia']
    const app = world.ids['apps.app.loans']
    if (!dajia || !app) return
    const { listing } = await world.kernel.call(
      publishListing,
      {
        app,
        about: 'Who has borrowed which asset, and when it is due back.',
        about_zh: '谁借了什么、什么时候归还，一目了然。',
      },
      world.operator(dajia),
      { door: 'setup' },
    )
    world.ids['catalogue.listing.loans'] = listing
  },
}
