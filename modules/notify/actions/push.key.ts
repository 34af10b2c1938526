import { defineAction, OPERATOR_ORG, T } from '#kernel'

export const getPushKey = defineAction({
  id: 'notify.push.key',
  kind: 'query',
  effect: 'local',
  title: 'Public key for browser notices',
  description: 'The key a browser subscribes with (VAPID).',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ key: T.String() }),
  scope: 'notify.use',
}).run(async (_input, ctx) =>
  ctx.within(OPERATOR_ORG, async (operator) => {
    const [pair] = await operator.sql<{ public_key: string }>`
      SELECT public_key FROM notify.push_key WHERE org = ${OPERATOR_ORG}`
    return { key: pair!.public_key }
  }),
)
