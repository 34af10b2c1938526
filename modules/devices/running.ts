import {
  moduleActor,
  startLooking,
  type AnyAction,
  type InputOf,
  type Kernel,
  type OutputOf,
} from '#kernel'
import { lapseDevice } from './actions/device.lapse.ts'
import { commandChanged } from './events.ts'

type Registry = Kernel['registry']
interface Here {
  readonly registry: Registry
  readonly address: string | undefined
}

/** Whoever is offline is found this often. */
const LOOK_MS = 2_000
const SILENT_MAX = 200
/** What is too old is forgotten this often, so many rows at a time. */
const FORGET_MS = 600_000
const FORGET_MAX = 5_000

const kernels = new WeakMap<Registry, Kernel>()
const waiting = new WeakMap<Registry, Map<string, Set<() => void>>>()

export async function start(kernel: Kernel): Promise<AsyncDisposable> {
  kernels.set(kernel.registry, kernel)
  const waiters = new Map<string, Set<() => void>>()
  waiting.set(kernel.registry, waiters)
  const unlisten = kernel.onEvent(({ type, payload }) => {
    if (type !== commandChanged.id) return
    for (const wake of waiters.get((payload as { device: string }).device) ?? []) wake()
  })
  // While the server was down nobody could report: silence counts from its start.
  const since = new Date().toISOString()
  const looking = startLooking((stopped) => findSilent(kernel, since, stopped), {
    pollMs: LOOK_MS,
    gapMs: LOOK_MS / 2,
    log: kernel.log,
    says: 'silent devices could not be looked for; tried again',
  })
  const forget = () =>
    void kernel.database.system`SELECT devices.forget(${FORGET_MAX})`.catch(() => undefined)
  const timer = setInterval(forget, FORGET_MS)
  timer.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      unlisten()
      for (const all of waiters.values()) for (const wake of all) wake()
      await looking[Symbol.asyncDispose]()
    },
  }
}

async function findSilent(kernel: Kernel, since: string, stopped: () => boolean): Promise<void> {
  const silent = await kernel.database.system<{ org: string; device: string }>`
    SELECT org, device FROM devices.silent(${since}::timestamptz, ${SILENT_MAX})`
  for (const { org, device } of silent) {
    if (stopped()) return
    await kernel.call(lapseDevice, { device, since }, asModule(kernel, org, device), {
      door: 'job',
    })
  }
}

/** The module itself, on behalf of a device. */
export function asModule({ registry }: Pick<Kernel, 'registry'>, org: string, device?: string) {
  const module = registry.modules.get('devices')!
  const scopes = [...Object.keys(module.scopes), ...(module.acts ?? [])]
  return moduleActor('devices', org, scopes, device)
}

/** One of the module's own commands, in a transaction and organisation of its own. */
export function commit<A extends AnyAction>(
  ctx: Here,
  action: A,
  input: InputOf<A>,
  org: string,
): Promise<OutputOf<A>> {
  const kernel = kernels.get(ctx.registry.base)
  if (!kernel) throw new Error('devices has not been started')
  const address = ctx.address === undefined ? {} : { address: ctx.address }
  return kernel.call(action, input, asModule(kernel, org), { door: 'module', ...address })
}

/** Resolves when something may have come for the device; `forget` when nobody waits any more. */
export function awaitCommand(
  { registry }: Pick<Here, 'registry'>,
  device: string,
): { woken: Promise<void>; forget(): void } {
  const waiters = waiting.get(registry.base)
  if (!waiters) throw new Error('devices has not been started')
  const all = waiters.get(device) ?? new Set()
  waiters.set(device, all)
  let wake = (): void => undefined
  const woken = new Promise<void>((resolve) => (wake = resolve))
  all.add(wake)
  return {
    woken,
    forget() {
      all.delete(wake)
      if (all.size === 0) waiters.delete(device)
    },
  }
}
