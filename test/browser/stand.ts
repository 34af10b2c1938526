import { openSite, type Site } from './site.ts'
import { yard } from './yard.ts'

/** A site with the yard in it, and some jobs around today. */
export async function openStand(): Promise<Site & { jobs: Record<string, string> }> {
  const site = await openSite({ beside: [yard] })
  const jobs: Record<string, string> = {}
  const day = (offset: number) =>
    new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10)
  const make = async (name: string, more: Record<string, unknown>) => {
    const made = await site.as['wang']!.call('yard.job.create', { name, state: 'todo', ...more })
    jobs[name] = (made as { id: string }).id
    return jobs[name]
  }
  const who = site.as['zhao']!.id
  const cut = await make('Cut the tubes', {
    state: 'doing',
    starts_on: day(-3),
    ends_on: day(1),
    who,
    hours: 16,
    price: { amount: '120000', currency: 'CNY' },
    note: 'Two lengths, 530 and 560.',
  })
  const weld = await make('焊接车架', {
    starts_on: day(2),
    ends_on: day(5),
    who,
    hours: 40,
    after: [cut],
    urgent: true,
  })
  await make('Paint', { starts_on: day(4), ends_on: day(8), after: [weld], hours: 12 })
  await make('Order saddles', {
    state: 'done',
    starts_on: day(-9),
    ends_on: day(-6),
    price: { amount: '45000', currency: 'EUR' },
  })
  await make(
    'A job with a name so long that no column, card or bar has room for the whole of it without being cut',
    {
      starts_on: day(0),
      parent: cut,
    },
  )
  await make('Some day', {})
  return Object.assign(site, { jobs })
}
