import { defineAction, notFound, sensitive, T } from '#kernel'
import { apiToken, hashOf, orgOf } from '#modules/identity'
import { commit } from '../running.ts'
import { settleClaim } from './device.settle.ts'

export const claimDevice = defineAction({
  id: 'devices.device.claim',
  kind: 'command',
  effect: 'outside',
  title: 'Claim the token of a device',
  description:
    'For a device: its code (what stands behind # in the address of its QR picture) for a token of its own. Once: until the token has been used the same code gives another one, for an answer may be lost; afterwards none.',
  input: T.Object(
    {
      code: sensitive(T.String({ minLength: 20, maxLength: 200, title: 'Code' })),
      serial_no: T.Optional(T.String({ maxLength: 100, title: 'Serial number' })),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    device: T.Id(),
    name: T.String(),
    token: sensitive(T.String()),
    next: T.Integer(),
    now: T.Time(),
  }),
  errors: {
    noClaim: notFound(
      'This code opens nothing, or nothing any more.',
      'Have a new one shown under Devices.',
    ),
  },
  silent: 'devices.device.settle tells it',
  scope: 'everyone',
  // Nobody guesses 256 bits; a hall full of machines comes from one address.
  ratePerMinute: 600,
}).run(async ({ code, serial_no }, ctx) => {
  const org = orgOf(code)
  if (org === undefined) throw ctx.error('noClaim')
  const token = apiToken(org)
  const settled = await commit(
    ctx,
    settleClaim,
    {
      code: hashOf(code),
      hash: hashOf(token),
      hint: token.slice(-4),
      ...(serial_no ? { serial_no } : {}),
    },
    org,
  )
  if (!settled.device) throw ctx.error('noClaim')
  const { device, name, next } = settled
  return { device, name: name!, token, next: next!, now: new Date().toISOString() }
})
