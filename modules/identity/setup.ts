import { operatorActor, type Kernel } from '#kernel'
import { renewSetup } from './actions/setup.renew.ts'

/**
 * A new one-time code while nobody has set the server up; `undefined` afterwards. Made anew at each
 * start, so that a code which was printed somewhere long ago opens nothing.
 */
export async function ensureSetupCode(kernel: Kernel): Promise<string | undefined> {
  const { code } = await kernel.call(renewSetup, {}, operatorActor(kernel), { door: 'module' })
  return code
}
