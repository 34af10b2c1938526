import { defineAction, T } from '#kernel'
import { closeDown } from '../close.ts'
import { Link } from '../entities.ts'
import { linkRemoved } from '../events.ts'
import { readyLink } from '../store.ts'
import { partLink } from './link.part.ts'

export const removeLink = defineAction({
  id: 'remote.link.remove',
  kind: 'command',
  effect: 'local',
  title: 'Remove a vendor’s software',
  description:
    'At once: its actions, pages and cards are gone, its token and secret open nothing any more, its to-dos are dropped. The data stays with the vendor, who is told.',
  input: T.Object({ link: T.Id({ title: 'Software' }) }, { additionalProperties: false }),
  output: T.Object({ removed: T.Id() }),
  emits: [linkRemoved],
  subject: 'link',
  scope: 'remote.manage',
  destructive: true,
  idempotent: true,
}).run(async ({ link: id }, ctx) => {
  const link = await ctx.records(Link).get(id)
  if (link.status === 'removed') return { removed: id }
  const ready = await readyLink(ctx.sql, ctx.secrets, ctx.org, id)
  if (link.status === 'active' && ctx.registry.actions.has(`${link.module}.inbox.leave`))
    await ctx.call(`${link.module}.inbox.leave`, {})
  await closeDown(ctx, link)
  if (ready)
    ctx.enqueue(partLink, {
      link: id,
      title: ready.title,
      address: ready.origin + ready.manifest.endpoints.install,
      secret: ctx.secrets.seal(ready.secret, id),
    })
  ctx.emit(linkRemoved, { link: id, module: link.module })
  return { removed: id }
})
