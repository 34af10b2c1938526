import { steps } from './steps.ts'
import { buildWeb } from './web-build.ts'

/** `web`: builds what browsers load, for an image in which nothing may be written later. */
export async function run(): Promise<void> {
  await buildWeb(steps())
}
