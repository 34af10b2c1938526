import { defineAction, T } from '#kernel'
import { pushKeys } from '../push.ts'

export const getPushKey = defineAction({
  id: 'notify.push.key',
  kind: 'command',
  effect: 'local',
  title: 'Public key for browser notices',
  description: 'The key a browser subscribes with (VAPID); made when it is first asked for.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ key: T.String() }),
  silent: 'nothing changes but that a key pair exists',
  scope: 'notify.use',
  idempotent: true,
}).run(async (_input, ctx) => ({ key: (await pushKeys(ctx)).public_key }))
