import { readEnvironment } from './environment.ts'
import { bringUpToDate, install, openEngines } from './open-kernel.ts'
import { steps } from './steps.ts'

export async function run(): Promise<void> {
  const environment = readEnvironment()
  const step = steps()
  await using engines = await openEngines(environment, step)
  await bringUpToDate(engines, await install(), environment, step)
}
