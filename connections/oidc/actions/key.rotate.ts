import { T, defineAction } from '#kernel'
import { makeKeys } from '../keys.ts'
import { kernelOf } from '../kernel-of.ts'
import { storeKey } from './key.store.ts'

export const rotateKeys = defineAction({
  id: 'oidc.key.rotate',
  kind: 'command',
  effect: 'outside',
  title: 'Change the signing keys',
  description:
    'New keys sign from now on; the former ones stay published for a week, so nobody has to sign in again.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ rotated: T.Boolean() }),
  silent: 'oidc.key.store tells it',
  scope: 'oidc.operate',
}).run(async (_input, ctx) => {
  // Making them takes longer than a transaction should be held open.
  const sealed = ctx.secrets.seal(JSON.stringify(await makeKeys()))
  await kernelOf(ctx).call(storeKey, { sealed }, ctx.actor, { door: 'module' })
  return { rotated: true }
})
