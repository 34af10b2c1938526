import { defineAction, sensitive, T } from '#kernel'
import { insertToken, isUsed, revokeTokens } from '#modules/identity'
import { Device as Actor } from '#modules/parties'
import { SCOPES } from '../claim.ts'
import { Device } from '../entities.ts'
import { deviceChanged } from '../events.ts'
import { streamOf } from '../look.ts'

export const settleClaim = defineAction({
  id: 'devices.device.settle',
  kind: 'command',
  effect: 'local',
  title: 'Give a device its token',
  description: 'The short command behind devices.device.claim.',
  input: T.Object(
    {
      code: sensitive(T.String()),
      hash: sensitive(T.String()),
      hint: T.String(),
      serial_no: T.Optional(T.String()),
    },
    { additionalProperties: false },
  ),
  output: T.Object({
    device: T.Optional(T.Id()),
    name: T.Optional(T.String()),
    next: T.Optional(T.Integer()),
  }),
  emits: [deviceChanged],
  silent: 'a code that opens nothing changes nothing',
  scope: 'devices.manage',
  internal: true,
}).run(async ({ code, hash, hint, serial_no }, ctx) => {
  const [row] = await ctx.sql<{ id: string; claim_token: string | null }>`
    SELECT id, claim_token FROM devices.device
    WHERE org = ${ctx.org} AND claim_hash = ${code} AND claim_until > clock_timestamp() AND status <> 'retired' FOR UPDATE`
  if (!row || (row.claim_token && (await isUsed(ctx.sql, ctx.org, row.claim_token)))) return {}
  const { id } = row
  for (const { id: session } of await revokeTokens(ctx.sql, ctx.org, { holder: id }))
    ctx.revoke({ session })
  const own = ctx.records(Device).unchecked('it came with the code of this device')
  const before = await own.get(id)
  const token = await insertToken(ctx.sql, ctx.org, {
    name: before.name,
    kind: 'device',
    holder: id,
    scopes: SCOPES,
    hash,
    hint,
  })
  await ctx.sql`UPDATE devices.device SET claim_token = ${token} WHERE org = ${ctx.org} AND id = ${id}`
  const device = await own.update(id, {
    status: 'active',
    claimed_at: ctx.now.toISOString(),
    ...(serial_no ? { serial_no } : {}),
  })
  await ctx
    .records(Actor)
    .unchecked('the same thing under the same id')
    .update(id, { status: 'active', ...(serial_no ? { serial: serial_no } : {}) })
  ctx.emit(deviceChanged, { device: id, status: 'active' }, { stream: streamOf(id), subject: id })
  return { device: id, name: device.name, next: device.next_seq }
})
