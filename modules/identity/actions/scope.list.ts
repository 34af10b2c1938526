import { T, defineAction, pageOf } from '#kernel'

export const listScopes = defineAction({
  id: 'identity.scope.list',
  kind: 'query',
  effect: 'local',
  title: 'List rights',
  description:
    'Every right that a role or token can hold, with the module it belongs to and how far you hold it yourself.',
  input: T.Object(
    { search: T.Optional(T.String({ maxLength: 100 })) },
    { additionalProperties: false },
  ),
  output: pageOf(
    T.Object({
      id: T.String(),
      name: T.String({ title: 'Right' }),
      module: T.String({ title: 'Module' }),
      built_in: T.Array(T.String(), { title: 'Held by' }),
      held: T.Optional(T.String({ title: 'You hold' })),
    }),
  ),
  scope: 'member',
}).run(async ({ search = '' }, ctx) => {
  const wanted = search.toLowerCase()
  const items = [...ctx.registry.scopes]
    .map(([id, { title, roles }]) => {
      const held = ctx.actor.scopes.get(id)
      return {
        id,
        name: title,
        module: id.split('.', 1)[0]!,
        built_in: [
          'owner',
          'admin',
          ...roles.filter((role) => role !== 'owner' && role !== 'admin'),
        ],
        ...(held ? { held } : {}),
      }
    })
    .filter(({ id, name }) =>
      `${id} ${name} ${ctx.registry.zh.get(id) ?? ''}`.toLowerCase().includes(wanted),
    )
  return { items }
})
