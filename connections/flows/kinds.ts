import type { AnyStepKind } from './define-step.ts'
import { call } from './steps/call.ts'
import { choose } from './steps/choose.ts'
import { set } from './steps/set.ts'
import { log } from './steps/log.ts'
import { fail } from './steps/fail.ts'

/** Every kind of step there is; a new one is a file and a line here. */
const all: readonly AnyStepKind[] = [call, choose, set, log, fail]

export const kinds: ReadonlyMap<string, AnyStepKind> = new Map(all.map((kind) => [kind.kind, kind]))
