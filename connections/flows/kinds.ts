import type { AnyStepKind } from './define-step.ts'
import { aggregate } from './steps/aggregate.ts'
import { ask } from './steps/ask.ts'
import { breakLoop, continueLoop } from './steps/break.ts'
import { cache } from './steps/cache.ts'
import { call } from './steps/call.ts'
import { choose } from './steps/choose.ts'
import { code } from './steps/code.ts'
import { compress, decompress } from './steps/compress.ts'
import { crypto } from './steps/crypto.ts'
import { each } from './steps/each.ts'
import { decode, encode } from './steps/encode.ts'
import { fail } from './steps/fail.ts'
import { filter } from './steps/filter.ts'
import { flow } from './steps/flow.ts'
import { hash } from './steps/hash.ts'
import { http } from './steps/http.ts'
import { lock } from './steps/lock.ts'
import { log } from './steps/log.ts'
import { map } from './steps/map.ts'
import { parallel } from './steps/parallel.ts'
import { random } from './steps/random.ts'
import { rate } from './steps/rate.ts'
import { set } from './steps/set.ts'
import { slice } from './steps/slice.ts'
import { sort } from './steps/sort.ts'
import { table } from './steps/table.ts'
import { text } from './steps/text.ts'
import { time } from './steps/time.ts'
import { tryCatch } from './steps/try.ts'
import { unique } from './steps/unique.ts'
import { append, unset } from './steps/variable.ts'
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
  filter,
  aggregate,
  sort,
  unique,
  slice,
  table,
  map,
  text,
  time,
  encode,
  decode,
  compress,
  decompress,
  hash,
  crypto,
  cache,
  append,
  unset,
  random,
  code,
  lock,
  rate,
]

export const kinds: ReadonlyMap<string, AnyStepKind> = new Map(all.map((kind) => [kind.kind, kind]))
