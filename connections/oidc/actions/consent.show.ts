import { T, defineAction } from '#kernel'
import { inWords, mayAllow } from '../words.ts'

export const showConsent = defineAction({
  id: 'oidc.consent.show',
  kind: 'query',
  effect: 'local',
  title: 'Show what an app asks for',
  description: 'In plain words, and whether you may allow it for yourself or for everybody.',
  input: T.Object(
    {
      client: T.String({ maxLength: 44 }),
      scopes: T.Array(T.String({ maxLength: 100 }), { maxItems: 200 }),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    words: T.Array(T.Object({ scope: T.String(), en: T.String(), zh: T.String() })),
    may_allow: T.Boolean(),
    may_allow_everyone: T.Boolean(),
  }),
  scope: 'oidc.use',
}).run(async ({ scopes }, ctx) => ({
  words: scopes.map((scope) => ({ scope, ...inWords(ctx.registry, scope) })),
  ...mayAllow(ctx.actor, ctx.settings),
}))
