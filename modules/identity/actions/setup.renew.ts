import { OPERATOR_ORG, T, defineAction, sensitive } from '#kernel'
import { isSetUp } from '../founding.ts'
import { dropSecrets, issueSecret } from '../tokens.ts'

const CODE_LIFE_MS = 7 * 86_400_000

export const renewSetup = defineAction({
  id: 'identity.setup.renew',
  kind: 'command',
  effect: 'local',
  title: 'Make a set-up code',
  description: 'A one-time code while the server is not set up; the former one stops working.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ code: T.Optional(sensitive(T.String())) }),
  silent: 'only the console of the server is told',
  scope: 'member',
  internal: true,
}).run(async (_input, ctx) =>
  ctx.within(OPERATOR_ORG, async ({ sql }) => {
    await dropSecrets(sql, 'setup')
    return (await isSetUp(sql))
      ? {}
      : { code: await issueSecret(sql, { kind: 'setup', lifeMs: CODE_LIFE_MS }) }
  }),
)
