import { defineAction, ref, T } from '#kernel'
import { Account } from '#connections/vault'
import { declared, Declared } from '../http/declared.ts'
import { send } from '../http/send.ts'
import { checkServer } from '../install.ts'
import { Json } from '../seen.ts'

export const tryRequest = defineAction({
  id: 'imports.request.try',
  kind: 'command',
  effect: 'outside',
  title: 'Try a written request',
  description:
    'Sends one request as it is written down, before it is imported, and answers what its action would answer. What it does happens at the service.',
  input: T.Object(
    {
      server: T.String({ maxLength: 500, title: 'Server' }),
      account: T.Optional(ref(Account, { title: 'Linked account' })),
      request: Declared,
      input: T.Optional(Json),
    },
    { additionalProperties: false },
  ),
  output: T.Object({ output: Json, took_ms: T.Integer() }),
  silent: 'what it does happens at the service',
  scope: 'imports.manage',
  ratePerMinute: 60,
}).run(async ({ server, account, request, input = {} }, ctx) => {
  checkServer('http', server)
  const [operation] = declared([request])
  const begun = performance.now()
  const where = { title: request.title, server, account, key: ctx.key, now: ctx.now }
  const output = await send(ctx.egress, operation!, where, input)
  return { output, took_ms: Math.round(performance.now() - begun) }
})
