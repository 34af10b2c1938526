import variant from '@jitl/quickjs-wasmfile-release-sync'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import {
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSContext,
  type QuickJSHandle,
  type QuickJSRuntime,
  type QuickJSSyncVariant,
} from 'quickjs-emscripten-core'
import { LIMITS, type Answer, type Job } from './limits.ts'
import { prelude, wrapped } from './prelude.ts'

/** Node has it; its types come with those of a browser only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object
  readonly Memory: new (size: { initial: number; maximum: number }) => object
}

const wasmModule = new WebAssembly.Module(
  readFileSync(createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm')),
)

/** Runs one script in an interpreter of its own, which is thrown away: nothing of one script is seen by the next. */
export async function interpret(job: Job): Promise<Answer> {
  const wasmMemory = new WebAssembly.Memory({ initial: 256, maximum: LIMITS.wasmPages })
  const quickjs = await newQuickJSWASMModuleFromVariant(
    newVariant(variant as unknown as QuickJSSyncVariant, { wasmModule, wasmMemory }),
  )
  const runtime = quickjs.newRuntime()
  runtime.setMemoryLimit(LIMITS.memoryBytes)
  runtime.setMaxStackSize(LIMITS.stackBytes)
  // The processor's time and not the clock's: a busy server does not end scripts that are quick.
  const used = cpuMs()
  let [late, rested] = [false, 0]
  const isLate = (): boolean => {
    const spent = cpuMs() - used
    if (spent > LIMITS.sprintMs && spent - rested > STRIDE_MS) {
      Atomics.wait(NAP, 0, 0, STRIDE_MS * (LIMITS.slowness - 1))
      rested = spent
    }
    return (late ||= spent > job.timeMs)
  }
  runtime.setInterruptHandler(isLate)
  try {
    return run(runtime, runtime.newContext(), job, isLate)
  } catch {
    // The interpreter itself gave up: its stack or its memory ended before it could say so.
    return { ok: false, kind: 'over', message: 'The script needs too much.' }
  }
}

/** A script that goes on for long gets a part of a core only, so that others' calls do not feel it. */
const STRIDE_MS = 2
const NAP = new Int32Array(new SharedArrayBuffer(4))

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

const LATE: Answer = { ok: false, kind: 'over', message: 'The script took too long.' }

function run(runtime: QuickJSRuntime, vm: QuickJSContext, job: Job, isLate: () => boolean): Answer {
  // Taken before the script can touch them.
  const get = (of: QuickJSHandle, name: string) => vm.getProp(of, name)
  const json = get(vm.global, 'JSON')
  const [parse, stringify] = [get(json, 'parse'), get(json, 'stringify')]
  const fault = (error: QuickJSHandle): Answer => {
    // Reading it may run what the script left in it.
    const read = wrong(vm, error)
    return isLate() ? LATE : read
  }

  const first = vm.evalCode(prelude(job.nowMs, job.seed), 'prelude.js')
  if (first.error) return fault(first.error)
  const script = vm.evalCode(wrapped(job.source), 'script.js')
  if (script.error) return fault(script.error)
  const input = vm.callFunction(parse, vm.undefined, vm.newString(job.input))
  if (input.error) return fault(input.error)
  const called = vm.callFunction(script.value, vm.undefined, input.value)
  if (called.error) return fault(called.error)
  for (let left = LIMITS.jobs; runtime.hasPendingJob(); left -= STRETCH) {
    if (isLate()) return LATE
    if (left <= 0)
      return { ok: false, kind: 'over', message: 'The script makes too many promises.' }
    const ran = runtime.executePendingJobs(STRETCH)
    if (ran.error) return fault(ran.error)
  }
  const settled = vm.getPromiseState(called.value)
  if (settled.type === 'pending')
    return { ok: false, kind: 'wrong', message: 'The script waits for something that never comes.' }
  if (settled.type === 'rejected') return fault(settled.error)
  const text = vm.callFunction(stringify, vm.undefined, settled.value)
  if (text.error) return fault(text.error)
  return isLate() ? LATE : outputOf(vm, text.value)
}

const STRETCH = 500

function outputOf(vm: QuickJSContext, text: QuickJSHandle): Answer {
  if (vm.typeof(text) !== 'string') return { ok: true, output: 'null' }
  const length = vm.getProp(text, 'length').consume((handle) => vm.getNumber(handle))
  if (length > LIMITS.outputBytes)
    return {
      ok: false,
      kind: 'over',
      message: `The script answers more than ${LIMITS.outputBytes / 1000} kB.`,
    }
  return { ok: true, output: vm.getString(text) }
}

/** What the script threw is its own object: it is read as text, piece by piece, and never run. */
function wrong(vm: QuickJSContext, error: QuickJSHandle): Answer {
  const text = (name: string): string => {
    const handle = vm.getProp(error, name)
    return vm.typeof(handle) === 'string' ? vm.getString(handle).slice(0, 300) : ''
  }
  const thrown = vm.typeof(error) === 'object' ? error : undefined
  const [name, message, stack] = thrown ? ['name', 'message', 'stack'].map(text) : ['', '', '']
  if (/^(out of memory|stack overflow|string too long)$|call stack size/.test(message!))
    return { ok: false, kind: 'over', message: `The script needs too much: ${message}.` }
  const line = /script\.js:(\d+)/.exec(stack!)?.[1]
  const said = thrown
    ? `${name || 'Error'}: ${message}`
    : vm.typeof(error) === 'string'
      ? vm.getString(error).slice(0, 300)
      : vm.typeof(error)
  return {
    ok: false,
    kind: 'wrong',
    message: line === undefined ? said : `${said} (line ${Math.max(Number(line) - 1, 1)})`,
  }
}
