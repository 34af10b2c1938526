import { defineAction, notFound, T } from '#kernel'
import { aliasOf, knowsPeople, noteAliases } from '../people.ts'
import { linkOf } from '../store.ts'

const PICKED_MAX = 100

export const handPeople = defineAction({
  id: 'remote.person.hand',
  kind: 'command',
  effect: 'local',
  title: 'Hand picked people to a vendor’s page',
  description:
    'Whom you picked in a vendor’s page, by name and by the ids that this vendor knows them by.',
  input: T.Object(
    {
      module: T.String({ title: 'Module', maxLength: 60 }),
      people: T.Array(T.Id({ 'x-ref': 'directory.person' }), {
        title: 'People',
        minItems: 1,
        maxItems: PICKED_MAX,
      }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ people: T.Array(T.Object({ id: T.Id(), name: T.String() })) }),
  errors: { none: notFound('There is no such software here.', 'It may have been removed.') },
  silent: 'it is told in the audit log, to whom it matters',
  scope: 'remote.use',
}).run(async ({ module, people }, ctx) => {
  const [row] = await ctx.sql<{ id: string }>`
    SELECT id FROM remote.link WHERE org = ${ctx.org} AND module = ${module} AND status = 'active'`
  const pages = ctx.registry.modules.get(module)?.pages ?? []
  if (!row || !pages.some(({ scope }) => ctx.actor.scopes.has(scope))) throw ctx.error('none')
  const link = await linkOf(ctx, row.id)
  // Only whom he himself may see.
  const { items } = (await ctx.call('directory.person.list', {
    where: { id: { in: people } },
    limit: PICKED_MAX,
  })) as { items: { id: string; name: string }[] }
  await noteAliases(
    ctx.sql,
    link,
    items.map(({ id }) => id),
  )
  return {
    people: items.map(({ id, name }) => ({
      id: knowsPeople(link) ? id : aliasOf(link, id),
      name,
    })),
  }
})
