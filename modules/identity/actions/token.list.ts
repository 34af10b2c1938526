import { T, defineAction, page, pageOf, visibleSchema } from '#kernel'
import { Token } from '../entities.ts'

export const listTokens = defineAction({
  id: 'identity.token.list',
  kind: 'query',
  effect: 'local',
  title: 'List API tokens',
  description:
    'Your own; with the right identity.tokens and `all`, everybody’s in the organisation. The tokens themselves are never shown again.',
  input: T.Object(
    { all: T.Optional(T.Boolean({ title: 'Everybody’s' })), ...page },
    { additionalProperties: false },
  ),
  output: pageOf(visibleSchema(Token)),
  scope: 'member',
}).run(async ({ all = false, limit, cursor }, ctx) =>
  ctx.records(Token).list({
    where: { revoked_at: null, ...(all ? {} : { holder: ctx.actor.id }) },
    sort: ['-created_at'],
    ...(limit ? { limit } : {}),
    ...(cursor ? { cursor } : {}),
  }),
)
