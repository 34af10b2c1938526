import { defineAction, T } from '#kernel'
import { AUTH_KINDS } from '../connector.ts'
import { connectorsOf } from '../connectors.ts'
import { fieldsOf } from '../credential.ts'
import { callbackOf } from '../oauth/state.ts'

const Field = T.Object({
  name: T.String(),
  title: T.String(),
  zh: T.Optional(T.String()),
  secret: T.Optional(T.Boolean()),
  optional: T.Optional(T.Boolean()),
})

export const listConnectors = defineAction({
  id: 'vault.connector.list',
  kind: 'query',
  effect: 'local',
  title: 'List connectors',
  description:
    'Services that an account can be linked of, the ways in which one signs in there, and what each needs to know.',
  input: T.Object(
    { search: T.Optional(T.String({ maxLength: 100, title: 'Search' })) },
    { additionalProperties: false },
  ),
  output: T.Object({
    items: T.Array(
      T.Object({
        id: T.String(),
        title: T.String(),
        zh: T.Optional(T.String()),
        publisher: T.String(),
        icon: T.Optional(T.String()),
        docs: T.Optional(T.String()),
        origins: T.Array(T.String()),
        tests: T.Boolean(),
        auth: T.Array(
          T.Object({
            kind: T.Enum(AUTH_KINDS),
            /** The consent page and token endpoint are not known yet: the account says them. */
            open: T.Boolean(),
            scopes: T.Optional(T.Array(T.String())),
            fields: T.Array(Field),
          }),
        ),
      }),
    ),
    /** What to enter as redirect address where an OAuth app is registered. */
    callback: T.String(),
  }),
  scope: 'vault.use',
}).run(async ({ search = '' }, ctx) => {
  const wanted = search.trim().toLowerCase()
  const items = connectorsOf(ctx.registry)
    .filter(({ id, title, zh = '' }) => `${id} ${title} ${zh}`.toLowerCase().includes(wanted))
    .map(({ id, title, zh, publisher, icon, docs, origins, test, auth }) => ({
      id,
      title,
      publisher,
      origins: [...origins],
      tests: test !== undefined,
      ...(zh === undefined ? {} : { zh }),
      ...(icon === undefined ? {} : { icon }),
      ...(docs === undefined ? {} : { docs }),
      auth: auth.map((each) => ({
        kind: each.kind,
        open: 'tokenUrl' in each ? false : each.kind.startsWith('oauth2_'),
        ...('scopes' in each && each.scopes ? { scopes: [...each.scopes] } : {}),
        fields: fieldsOf(each).map((field) => ({ ...field })),
      })),
    }))
  return { items, callback: callbackOf(ctx.publicUrl) }
})
