import { T, type Static } from '#kernel'

/** Keys of metrics and commands: what firmware writes. */
export const KEY = '^[a-z][a-z0-9_]{0,39}$'
const key = T.String({ pattern: KEY, maxLength: 40, title: 'Key' })
const title = T.String({ minLength: 1, maxLength: 100, title: 'Title' })

export const Metric = T.Object(
  {
    key,
    title,
    unit: T.Optional(T.String({ maxLength: 20, title: 'Unit' })),
    digits: T.Optional(T.Integer({ minimum: 0, maximum: 6, title: 'Digits' })),
  },
  { additionalProperties: false },
)
export type Metric = Static<typeof Metric>

/** One thing that a command is told with it. A small language of data: no patterns, no references. */
export const Param = T.Object(
  {
    key,
    title,
    type: T.Enum(['number', 'integer', 'text', 'boolean', 'choice'], { title: 'Type' }),
    required: T.Optional(T.Boolean({ title: 'Required' })),
    least: T.Optional(T.Number({ title: 'At least' })),
    most: T.Optional(T.Number({ title: 'At most' })),
    choices: T.Optional(
      T.Array(T.String({ minLength: 1, maxLength: 100 }), { maxItems: 50, title: 'Choices' }),
    ),
  },
  { additionalProperties: false },
)
export type Param = Static<typeof Param>

/** A command that devices of a kind know. */
export const Offer = T.Object(
  {
    key,
    title,
    danger: T.Optional(T.Boolean({ title: 'Dangerous' })),
    expires_s: T.Optional(
      T.Integer({ minimum: 5, maximum: 30 * 86_400, title: 'Expires after (seconds)' }),
    ),
    params: T.Optional(T.Array(Param, { maxItems: 20, title: 'Input' })),
  },
  { additionalProperties: false },
)
export type Offer = Static<typeof Offer>

/** Text of an input is short: a device has little room. */
const TEXT_MAX = 500

/** What is wrong with an input, in words; nothing when it fits. */
export function inputFault(params: readonly Param[] = [], input: unknown): string | undefined {
  if (input === undefined || input === null)
    return params.some(({ required }) => required) ? 'Its input is missing.' : undefined
  if (typeof input !== 'object' || Array.isArray(input)) return 'Its input is an object.'
  const given = input as Record<string, unknown>
  const unknown = Object.keys(given).find((name) => !params.some((param) => param.key === name))
  if (unknown !== undefined) return `“${unknown.slice(0, 40)}” is not one of its inputs.`
  for (const param of params) {
    const value = given[param.key]
    if (value === undefined) {
      if (param.required) return `“${param.title}” is missing.`
      continue
    }
    const fault = valueFault(param, value)
    if (fault) return `“${param.title}” ${fault}.`
  }
  return undefined
}

function valueFault({ type, least, most, choices }: Param, value: unknown): string | undefined {
  if (type === 'boolean') return typeof value === 'boolean' ? undefined : 'is yes or no'
  if (type === 'text')
    return typeof value === 'string' && value.length <= TEXT_MAX ? undefined : 'is a short text'
  if (type === 'choice')
    return choices?.includes(value as string) ? undefined : 'is one of its choices'
  if (typeof value !== 'number' || (type === 'integer' && !Number.isInteger(value)))
    return type === 'integer' ? 'is a whole number' : 'is a number'
  if (least !== undefined && value < least) return `is at least ${least}`
  if (most !== undefined && value > most) return `is at most ${most}`
  return undefined
}
