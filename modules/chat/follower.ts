import { moduleActor, type Kernel } from '#kernel'
import { followMessages } from './actions/message.follow.ts'
import { messageSent } from './events.ts'

/** Messages rest this long before they are followed: longer than any command lasts. */
const PAUSE_MS = 4_000

/**
 * Wakes after messages were sent and follows them up. Where it has come to lies in the database, so
 * nothing is lost with the process: at the start it goes on with what is behind.
 */
export async function startFollower(kernel: Kernel): Promise<AsyncDisposable> {
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> | undefined
  let stopped = false

  const arm = (ms: number): void => {
    if (stopped || timer) return
    timer = setTimeout(() => {
      timer = undefined
      running = follow().finally(() => {
        running = undefined
        if (waiting.size) arm(PAUSE_MS)
      })
    }, ms)
    timer.unref()
  }
  const follow = async (): Promise<void> => {
    const orgs = [...waiting]
    waiting.clear()
    for (const org of orgs) {
      try {
        while (!stopped && (await once(org))) continue
      } catch (error) {
        waiting.add(org)
        kernel.log.warn({ error, org }, 'messages could not be followed up; tried again soon')
      }
    }
  }
  const once = async (org: string): Promise<boolean> => {
    const module = kernel.registry.modules.get('chat')!
    const actor = moduleActor('chat', org, [...Object.keys(module.scopes), ...(module.acts ?? [])])
    return (await kernel.call(followMessages, {}, actor, { door: 'job' })).more
  }

  const unlisten = kernel.onEvent(({ type, org }) => {
    if (type !== messageSent.id) return
    waiting.add(org)
    if (!running) arm(PAUSE_MS)
  })
  for (const { org } of await kernel.database.system<{
    org: string
  }>`SELECT org FROM chat.behind()`)
    waiting.add(org)
  if (waiting.size) arm(PAUSE_MS)
  return {
    async [Symbol.asyncDispose]() {
      stopped = true
      unlisten()
      clearTimeout(timer)
      await running
    },
  }
}
