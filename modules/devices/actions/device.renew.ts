import { defineAction, sensitive, T } from '#kernel'
import { apiToken, hashOf } from '#modules/identity'
import { asDevice, deviceErrors } from '../as-device.ts'
import { replaceToken } from './device.replace.ts'

/** As devices.device.invite: the secret is never in a command's transaction. */
export const renewToken = defineAction({
  id: 'devices.device.renew',
  kind: 'command',
  effect: 'outside',
  title: 'Renew the token of a device',
  description:
    'For a device, with its own token: answers a new one. The one before works for ten more minutes, for the answer may be lost.',
  input: T.Object({}, { additionalProperties: false }),
  output: T.Object({ token: sensitive(T.String()) }),
  errors: deviceErrors,
  silent: 'devices.device.replace tells it',
  scope: 'devices.report',
  ratePerMinute: 6,
}).run(async (_input, ctx) => {
  if (!asDevice(ctx.actor)) throw ctx.error('onlyDevices')
  const token = apiToken(ctx.org)
  await ctx.call(replaceToken, { hash: hashOf(token), hint: token.slice(-4) })
  return { token }
})
