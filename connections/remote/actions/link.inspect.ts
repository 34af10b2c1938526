import { defineAction, T } from '#kernel'
import { Link } from '../entities.ts'
import { fetchManifest } from '../manifest/read.ts'
import { Inspection, inspected } from '../view.ts'

export const inspectLink = defineAction({
  id: 'remote.link.inspect',
  kind: 'query',
  effect: 'outside',
  title: 'Look at a vendor’s software before installing it',
  description:
    'Reads the manifest that a vendor’s server publishes: who publishes it, where its data lies, which rights it asks for and what it brings. Nothing is installed.',
  input: T.Object(
    { url: T.String({ title: 'Address', minLength: 4, maxLength: 500 }) },
    { additionalProperties: false },
  ),
  output: Inspection,
  scope: 'remote.manage',
}).run(async ({ url }, ctx) => {
  const published = await fetchManifest(ctx.egress, url, ctx.publicUrl, ctx.registry)
  const here = await ctx
    .records(Link)
    .first({ where: { module: published.module, status: { in: ['active', 'connecting'] } } })
  return {
    ...inspected(published, ctx.registry),
    ...(here
      ? { installed: { link: here.id, version: here.version, same: here.hash === published.hash } }
      : {}),
  }
})
