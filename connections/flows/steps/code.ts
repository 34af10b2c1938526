import { createHash } from 'node:crypto'
import { T } from '#kernel'
import { StepError } from '../classify.ts'
import { anything, defineStep } from '../define-step.ts'
import { isObject, wholeOf } from '../given.ts'
import { LIMITS } from '../sandbox/limits.ts'
import { pool } from '../sandbox/pool.ts'
import { jsonWithin } from '../size.ts'

export const code = defineStep({
  kind: 'code',
  title: 'Script',
  description:
    'JavaScript that you write: the body of a function of `input`, whose answer is the step’s. It sees nothing else: no network, no files, a clock that shows when the run began.',
  effect: 'durable',
  harmless: true,
  schema: T.Object({
    code: T.Unsafe<string>({
      type: 'string',
      'x-raw': true,
      'x-code': 'javascript',
      maxLength: LIMITS.sourceChars,
      title: 'Code',
    }),
    input: T.Optional(anything({ title: 'Input' })),
    timeMs: T.Optional(
      T.Integer({ title: 'Time at most', minimum: 10, maximum: LIMITS.timeMsMax }),
    ),
  }),
  async run({ code: source, input = null, timeMs = LIMITS.timeMs }, ctx) {
    if (typeof source !== 'string' || source.length > LIMITS.sourceChars)
      throw new StepError(
        'data',
        `The script must be a text of at most ${LIMITS.sourceChars} characters.`,
      )
    const answer = await pool.run(ctx.claim.org, {
      source,
      input: jsonWithin(input, LIMITS.inputBytes, ctx.path),
      nowMs: ctx.now.getTime(),
      seed: createHash('sha256').update(`${ctx.claim.id} ${ctx.path}`).digest().readUInt32LE(),
      timeMs: wholeOf(timeMs, 'The time', 10, LIMITS.timeMsMax),
    })
    if (answer.ok) return safely(answer.output)
    throw new StepError(answer.kind === 'late' ? 'timeout' : 'data', answer.message)
  },
})

/** JSON without the one name that would mean something else to who copies it. */
export function safely(text: string): unknown {
  const value: unknown = JSON.parse(text)
  return text.includes('__proto__') ? without(value, 0) : value
}
function without(value: unknown, depth: number): unknown {
  if (depth > DEPTH_MAX)
    throw new StepError('data', 'What the script answers is nested too deeply.')
  if (Array.isArray(value)) return value.map((each) => without(each, depth + 1))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '__proto__')
      .map(([name, each]) => [name, without(each, depth + 1)]),
  )
}
const DEPTH_MAX = 64
