import assert from 'node:assert/strict'
import type { Cast, Voice } from '#kernel/testing'
import { claimDevice } from './actions/device.claim.ts'
import { inviteDevice } from './actions/device.invite.ts'

export interface Row {
  id: string
  [field: string]: unknown
}

/** As the device itself, after it has claimed its token. */
export async function claimed(
  as: Cast,
  device: string,
): Promise<{ voice: Voice; code: string; token: string }> {
  const { address } = await as.lin.call(inviteDevice, { device })
  const code = new URL(address).hash.slice(1)
  const { token } = await as.nobody.call(claimDevice, { code })
  return { voice: await voiceOf(as, token), code, token }
}

export async function voiceOf(as: Cast, token: string): Promise<Voice> {
  const actor = await as.kernel.authenticate({ scheme: 'bearer', token })
  assert.ok(actor)
  return as.of(actor)
}

export async function list(who: Voice, entity: string, where: object = {}): Promise<Row[]> {
  const input = { where, sort: ['created_at'] }
  return ((await who.call(`devices.${entity}.list`, input)) as { items: Row[] }).items
}

/** Seconds after a minute ago. */
export const at = (second: number) => new Date(Date.now() - 60_000 + second * 1000).toISOString()
export const hot = (second: number, temperature: number) => ({
  at: at(second),
  values: { temperature },
})
