import { defineAction, T } from '#kernel'
import { dropOldKeys, rewrapSome } from '../rewrap.ts'

export const rewrapKeys = defineAction({
  id: 'vault.key.rewrap',
  kind: 'command',
  effect: 'local',
  title: 'Wrap credentials under the newest key',
  description: 'A piece of it at a time, until nothing is left under an older key.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ rewrapped: T.Integer() }),
  silent: 'vault.key.rotated has told of it',
  scope: 'vault.admin',
  idempotent: true,
  internal: true,
}).run(async (_input, ctx) => {
  const rewrapped = await rewrapSome(ctx)
  if (rewrapped > 0) ctx.enqueue(rewrapKeys, {}, { key: 'vault.key.rewrap' })
  else await dropOldKeys(ctx)
  return { rewrapped }
})
