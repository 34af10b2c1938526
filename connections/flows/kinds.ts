import type { AnyStepKind } from './define-step.ts'
import { ask } from './steps/ask.ts'
import { breakLoop, continueLoop } from './steps/break.ts'
import { call } from './steps/call.ts'
import { choose } from './steps/choose.ts'
import { each } from './steps/each.ts'
import { fail } from './steps/fail.ts'
import { flow } from './steps/flow.ts'
import { http } from './steps/http.ts'
import { log } from './steps/log.ts'
import { parallel } from './steps/parallel.ts'
import { set } from './steps/set.ts'
import { tryCatch } from './steps/try.ts'
import { wait } from './steps/wait.ts'
import { untilSuccessful, whileLoop } from './steps/while.ts'

/** Every kind of step there is; a new one is a file and a line here. */
const all: readonly AnyStepKind[] = [
  call,
  http,
  choose,
  parallel,
  each,
  whileLoop,
  untilSuccessful,
  breakLoop,
  continueLoop,
  tryCatch,
  flow,
  wait,
  ask,
  set,
  log,
  fail,
]

export const kinds: ReadonlyMap<string, AnyStepKind> = new Map(all.map((kind) => [kind.kind, kind]))
