import { conflict, defineAction, ref, sensitive, T } from '#kernel'
import { hashOf, orgToken } from '#modules/identity'
import { CLAIM_MS, claimAddress, qrCode } from '../claim.ts'
import { Device } from '../entities.ts'
import { openDevice } from './device.open.ts'

/** A secret is answered, so this must not be kept for an idempotency key: only the inner command writes, and it sees the hash. */
export const inviteDevice = defineAction({
  id: 'devices.device.invite',
  kind: 'command',
  effect: 'outside',
  title: 'Show the code of a device',
  description:
    'Answers an address, as text and as QR picture, with which the device claims its own token, once, within a day. An earlier code opens nothing any more; a token that it has works until the new one is claimed.',
  input: T.Object({ device: ref(Device, { title: 'Device' }) }, { additionalProperties: false }),
  output: T.Object({
    address: sensitive(T.String()),
    qr: sensitive(T.String({ description: 'SVG' })),
    expires_at: T.Time(),
  }),
  errors: {
    retired: conflict('This device is out of use.', 'Register it anew.'),
  },
  silent: 'devices.device.open tells it',
  subject: 'device',
  scope: 'devices.manage',
}).run(async ({ device }, ctx) => {
  const { status } = await ctx.records(Device).get(device)
  if (status === 'retired') throw ctx.error('retired')
  const code = orgToken(ctx.org)
  const expires_at = new Date(Date.now() + CLAIM_MS).toISOString()
  await ctx.call(openDevice, { device, hash: hashOf(code), until: expires_at })
  const address = claimAddress(ctx.publicUrl, code)
  return { address, qr: await qrCode(address), expires_at }
})
