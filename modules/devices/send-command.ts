import { fail, type Context, type EventType, type RecordOf } from '#kernel'
import { expireCommand } from './actions/command.expire.ts'
import { Command } from './entities.ts'
import { commandChanged } from './events.ts'
import { streamOf, type DeviceRecord, type KindRecord } from './look.ts'
import { inputFault } from './shapes.ts'

/** How long a command waits for its device, when its kind says nothing. */
const EXPIRES_S = 300
/** Commands that wait for one device; more is a loop somewhere. */
const WAITING_MAX = 100

/** Puts a command on its way, if the actor may command the device. */
export async function sendCommand(
  ctx: Context<{}, readonly [typeof commandChanged, ...EventType[]]>,
  { device, kind }: { device: DeviceRecord; kind: KindRecord },
  { name, input, alarm }: { name: string; input?: unknown; alarm?: string },
): Promise<RecordOf<typeof Command>> {
  const offer = kind.commands.find(({ key }) => key === name)
  if (!offer)
    throw fail(
      'invalid',
      `Devices of the kind “${kind.name}” know no command ${name}.`,
      `Use one of: ${kind.commands.map(({ key }) => key).join(', ') || 'none'}.`,
    )
  const fault = inputFault(offer.params, input)
  if (fault) throw fail('invalid', fault, 'Look at the command’s input.')
  if (device.status !== 'active')
    throw fail('conflict', `“${device.name}” is not connected to Tenon.`, 'Let it claim its token.')
  const [row] = await ctx.sql<{ no: string; waiting: string }>`
    UPDATE devices.device d SET command_no = command_no + 1 WHERE d.org = ${ctx.org} AND d.id = ${device.id}
    RETURNING command_no AS no, (SELECT count(*) FROM devices.command c
      WHERE c.org = d.org AND c.device = d.id AND c.no > d.command_no - 1000 AND c.state IN ('queued', 'delivered')) AS waiting`
  if (Number(row!.waiting) >= WAITING_MAX)
    throw fail('limited', `${WAITING_MAX} commands wait for this device already.`, 'Wait for them.')
  const expires = new Date(ctx.now.getTime() + (offer.expires_s ?? EXPIRES_S) * 1000)
  const command = await ctx.records(Command).create({
    device: device.id,
    no: Number(row!.no),
    name,
    title: offer.title,
    state: 'queued',
    by: ctx.actor.onBehalfOf ?? ctx.actor.id,
    expires_at: expires.toISOString(),
    ...(input === undefined || input === null ? {} : { input }),
    ...(alarm ? { alarm } : {}),
  })
  ctx.enqueue(expireCommand, { command: command.id }, { at: expires })
  ctx.emit(
    commandChanged,
    { device: device.id, command: command.id, state: 'queued', ...(alarm ? { alarm } : {}) },
    { stream: streamOf(device.id), subject: command.id },
  )
  return command
}
