import { conflict, defineAction, T } from '#kernel'
import { Link } from '../entities.ts'
import { handshake } from '../handshake.ts'
import { fetchManifest } from '../manifest/read.ts'
import { dropLink } from './link.drop.ts'
import { settleLink } from './link.settle.ts'
import { storeLink } from './link.store.ts'
import { upgradeLink } from './link.upgrade.ts'

export const installLink = defineAction({
  id: 'remote.link.install',
  kind: 'command',
  effect: 'outside',
  title: 'Install a vendor’s software',
  description:
    'Installs what was looked at with remote.link.inspect, with exactly the rights agreed to. The vendor’s server is given a signing secret and a token of its own. Installing again takes a newer version.',
  input: T.Object(
    {
      url: T.String({ title: 'Address', minLength: 4, maxLength: 500 }),
      /** Of what was looked at: if the vendor has changed it since, nothing is installed. */
      hash: T.String({ title: 'Fingerprint', minLength: 64, maxLength: 64 }),
      /** Of the rights it asks for, those that you give. */
      grants: T.Array(T.String({ maxLength: 100 }), {
        title: 'May use',
        maxItems: 50,
        uniqueItems: true,
      }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ link: T.Id(), module: T.String() }),
  errors: {
    changed: conflict(
      'The vendor has changed its manifest since you looked.',
      'Look at it again, then decide.',
    ),
    notAsked: conflict('It does not ask for this right.', 'Give only what it asks for.'),
  },
  silent: 'storing the link tells it',
  scope: 'remote.manage',
  ratePerMinute: 20,
}).run(async ({ url, hash, grants }, ctx) => {
  const published = await fetchManifest(ctx.egress, url, ctx.publicUrl, ctx.registry)
  if (published.hash !== hash) throw ctx.error('changed')
  const asked = new Set(published.manifest.asks.map(({ scope }) => scope))
  const stray = grants.find((grant) => !asked.has(grant))
  if (stray !== undefined) throw ctx.error('notAsked', { scope: stray })
  const { manifest, origin, module } = published
  const about = { url: published.url, origin, module, hash, grants, manifest }
  const here = await ctx.records(Link).first({ where: { module, status: 'active' } })
  if (here) {
    const token = await handshake(ctx, here.id, { manifest, grants })
    await ctx.call(upgradeLink, { link: here.id, ...about, ...(token ? { token } : {}) })
    return { link: here.id, module }
  }
  const { link } = await ctx.call(storeLink, about)
  try {
    const token = await handshake(ctx, link)
    await ctx.call(settleLink, { link, ...(token ? { token } : {}) })
  } catch (error) {
    await ctx.call(dropLink, { link })
    throw error
  }
  return { link, module }
})
