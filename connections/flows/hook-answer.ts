import { fail, type Kernel } from '#kernel'
import { answered } from './answer-address.ts'
import { engineOf } from './engines.ts'
import { resolveStep } from './resolve.ts'

/** `<sealed>/<step's path>`: an answer from outside, also one that comes before it is waited for. Only the first counts. */
export async function answerWait(kernel: Kernel, address: string, data: unknown): Promise<object> {
  const at = address.indexOf('/')
  const run = answered(kernel, decodeURIComponent(address.slice(0, at)))
  const path = decodeURIComponent(address.slice(at + 1))
  if (at < 0 || !run || !/^[a-z0-9_/]{1,200}$/.test(path))
    throw fail('notFound', 'There is nothing here.')
  const taken = await kernel.database.transaction(run.org, ({ sql }) =>
    resolveStep(sql, run.org, run.run, path, data),
  )
  engineOf(kernel)?.wake()
  return { taken }
}
