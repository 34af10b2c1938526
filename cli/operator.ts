import { existsSync } from 'node:fs'
import { pino } from 'pino'
import { operatorActor } from '../kernel/operator.ts'
import { operatorSocket, readEnvironment } from './environment.ts'
import { bringUpToDate, install, openEngines, openKernel } from './open-kernel.ts'
import { callServer } from './server-client.ts'

/**
 * An action with the operator's own hands: through the running server's socket, or, when none runs,
 * in this process on the same engines. Whoever may read the data folder is the operator.
 */
export async function callOperator(action: string, input: unknown, org?: string): Promise<unknown> {
  const environment = readEnvironment()
  if (existsSync(operatorSocket(environment.data)) && (await answers()))
    return callServer(action, input, { operator: true, org })
  const quiet = () => undefined
  const installation = await install()
  const engines = await openEngines(environment, quiet)
  try {
    await bringUpToDate(engines, installation, environment, quiet)
    await using opened = await openKernel(
      engines,
      installation,
      environment,
      pino({ level: 'warn' }, pino.destination(2)),
    )
    const output = await opened.kernel.call(action, input, operatorActor(opened.kernel, org), {
      door: 'cli',
    })
    await opened.kernel.idle()
    return output
  } finally {
    if (!engines.adopted) await engines[Symbol.asyncDispose]()
  }
}

/** A socket may be left over from a server that was killed. */
async function answers(): Promise<boolean> {
  return callServer('~none', {}, { operator: true }).then(
    () => true,
    (error: { kind?: string; message: string }) => !error.message.includes('cannot be reached'),
  )
}
