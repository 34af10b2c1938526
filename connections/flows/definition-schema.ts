import { T, type TSchema } from '#kernel'
import type { Trigger } from './definition.ts'

/** What a definition may say beside its steps, as schemas: the same as the types in definition.ts, to be checked. */
const expression = T.Union([T.String({ maxLength: 4000 }), T.Number(), T.Boolean()])
const jsonSchema = T.Record(T.String(), T.Unknown())
const strict = { additionalProperties: false }
const text = (maxLength = 200) => T.String({ minLength: 1, maxLength })

export const TRIGGERS: Readonly<Record<Trigger['kind'], TSchema>> = {
  manual: T.Object({ kind: T.String(), input: T.Optional(jsonSchema) }, strict),
  event: T.Object({ kind: T.String(), event: text(), where: T.Optional(expression) }, strict),
  record: T.Object(
    {
      kind: T.String(),
      entity: text(),
      on: T.Array(T.Enum(['created', 'updated', 'deleted']), { minItems: 1 }),
      where: T.Optional(expression),
    },
    strict,
  ),
  schedule: T.Object(
    {
      kind: T.String(),
      cron: text(),
      zone: text(),
      workdays: T.Optional(T.Boolean()),
      missed: T.Enum(['skip', 'latest', 'all']),
      graceMs: T.Optional(T.Integer({ minimum: 0 })),
    },
    strict,
  ),
  webhook: T.Object(
    {
      kind: T.String(),
      verify: T.Optional(
        T.Object(
          {
            scheme: T.Enum(['standard', 'hmac-sha256', 'token']),
            header: T.Optional(text(100)),
          },
          strict,
        ),
      ),
      where: T.Optional(expression),
      key: T.Optional(expression),
      answer: T.Optional(T.Enum(['accepted', 'result'])),
    },
    strict,
  ),
  poll: T.Object(
    {
      kind: T.String(),
      action: text(),
      input: T.Unknown(),
      everyMs: T.Integer({ minimum: 1_000 }),
      items: expression,
      key: expression,
      cursor: T.Optional(expression),
      account: T.Optional(T.String()),
    },
    strict,
  ),
  mention: T.Object({ kind: T.String(), word: text() }, strict),
  button: T.Object({ kind: T.String(), title: text(), input: T.Optional(jsonSchema) }, strict),
}

const keyed = { kind: T.String(), key: expression }
const ORDERS: Readonly<Record<string, TSchema>> = {
  parallel: T.Object({ kind: T.String() }, strict),
  serial: T.Object({ ...keyed, parkAfter: T.Optional(T.Integer({ minimum: 1 })) }, strict),
  newest: T.Object(keyed, strict),
  reject: T.Object(keyed, strict),
  collect: T.Object(
    {
      ...keyed,
      quietMs: T.Integer({ minimum: 1 }),
      mostMs: T.Integer({ minimum: 1 }),
      max: T.Integer({ minimum: 1, maximum: 10_000 }),
    },
    strict,
  ),
}
export const orderSchema = (kind: unknown): TSchema | undefined => ORDERS[String(kind)]
export const ORDER_KINDS = Object.keys(ORDERS)

export const RETRY = T.Object(
  {
    times: T.Integer({ minimum: 0, maximum: 1_000 }),
    pauseMs: T.Integer({ minimum: 0, maximum: 31 * 86_400_000 }),
    factor: T.Optional(T.Number({ minimum: 1, maximum: 100 })),
    on: T.Optional(
      T.Array(
        T.Enum(['auth', 'rate', 'data', 'unavailable', 'timeout', 'refused', 'uncertain', 'bug']),
      ),
    ),
  },
  strict,
)

/** Fields of the flow itself; trigger, order and steps are looked at apart. */
export const FLOW = T.Object(
  {
    format: T.Literal(1),
    title: text(),
    description: T.Optional(T.String({ maxLength: 4000 })),
    trigger: T.Unknown(),
    steps: T.Unknown(),
    accounts: T.Optional(
      T.Record(
        T.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,39}$' }),
        T.Object({ connector: text(60), title: T.String({ maxLength: 200 }) }, strict),
      ),
    ),
    variables: T.Optional(T.Record(T.String(), T.Unknown())),
    order: T.Optional(T.Unknown()),
    zone: T.Optional(text(60)),
    timeoutMs: T.Optional(T.Integer({ minimum: 1 })),
  },
  strict,
)
