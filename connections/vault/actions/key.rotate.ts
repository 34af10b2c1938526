import { defineAction, T } from '#kernel'
import { keysRotated } from '../events.ts'
import { nextKey } from '../rewrap.ts'
import { rewrapKeys } from './key.rewrap.ts'

export const rotateKeys = defineAction({
  id: 'vault.key.rotate',
  kind: 'command',
  effect: 'local',
  title: 'Renew the organisation’s key',
  description:
    'Makes a new key that seals from now on, and wraps what the old ones wrap anew in the background. Credentials stay usable all the while.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ version: T.Integer() }),
  emits: [keysRotated],
  scope: 'vault.admin',
}).run(async (_input, ctx) => {
  const version = await nextKey(ctx)
  ctx.enqueue(rewrapKeys, {}, { key: 'vault.key.rewrap' })
  ctx.emit(keysRotated, { version })
  return { version }
})
