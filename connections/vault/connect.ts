import { fail } from '#kernel'
import type { ConnectAs } from '#kernel/egress'
import { paceOf } from './rate/pace.ts'
import { runningOf } from './running.ts'
import { openAccount, refusal } from './use.ts'

/**
 * A socket of another protocol, with what its client needs to sign in. Only connectors that say so lend
 * their fields, and only to the host and port that the account itself names.
 */
export const connectAs: ConnectAs = async (asked, target, kernel) => {
  const { org, account, actor } = asked
  const using = await openAccount(kernel, asked, target.host ?? 'connect')
  const { auth, credential, parameters } = using
  const lends = auth.kind === 'custom' && auth.lends
  const own = { host: parameters['host'], port: Number(parameters['port']) }
  const elsewhere =
    !lends ||
    (target.host !== undefined && target.host !== own.host) ||
    (target.port !== undefined && target.port !== own.port)
  if (elsewhere) throw await refusal(kernel, asked, target.host ?? 'connect', 'elsewhere')
  if (using.state === 'exhausted') throw await refusal(kernel, asked, own.host ?? '', 'reconnect')
  if (!own.host || !Number.isInteger(own.port))
    throw fail(
      'invalid',
      'This linked account names no host and port.',
      'Enter them, and save it again.',
    )
  const who = actor.onBehalfOf ?? (actor.id || actor.kind)
  const pace = paceOf(using)
  if (pace) await runningOf(kernel).pacer.turn(org, account, pace, who, target.timeoutMs)
  runningOf(kernel).meter.used(org, account, who)
  const { account: _lent, ...to } = target
  const connection = await kernel.egress.connect({ ...to, host: own.host, port: own.port })
  return { ...connection, fields: credential }
}
