import { T, type Static } from '#kernel'

/**
 * What a vendor tells beside an answer, or by itself: facts, what its cards show now, what somebody has
 * to do. All of one message is taken in one transaction.
 */
export const Parts = T.Object(
  {
    events: T.Optional(
      T.Array(
        T.Object(
          {
            /** Of its manifest: `contract.signed`. */
            type: T.String({ maxLength: 70 }),
            data: T.Unsafe<Record<string, unknown>>({ type: 'object' }),
          },
          { additionalProperties: false },
        ),
        { maxItems: 100 },
      ),
    ),
    cards: T.Optional(
      T.Array(
        T.Object(
          {
            noun: T.String({ maxLength: 31 }),
            record: T.Id(),
            /** The fields of its card. */
            data: T.Unsafe<Record<string, unknown>>({ type: 'object' }),
            /** Who may see the record itself; whoever it is sent to sees the card all the same. */
            readers: T.Union([T.Literal('members'), T.Array(T.Id(), { maxItems: 1000 })]),
            /** When it was so: older news of the same record changes nothing. */
            at: T.Time(),
          },
          { additionalProperties: false },
        ),
        { maxItems: 100 },
      ),
    ),
    todos: T.Optional(
      T.Array(
        T.Object(
          {
            key: T.String({ minLength: 1, maxLength: 150 }),
            person: T.Id(),
            title: T.String({ minLength: 1, maxLength: 300 }),
            /** The page that it leads to, and what stands in the path after it. */
            page: T.Optional(T.String({ maxLength: 40 })),
            rest: T.Optional(
              T.String({
                maxLength: 200,
                pattern: '^(/[A-Za-z0-9_~-][A-Za-z0-9._~-]{0,99}){1,4}$',
              }),
            ),
            due_on: T.Optional(T.Day()),
            priority: T.Optional(T.Enum(['urgent', 'high', 'normal', 'low'])),
          },
          { additionalProperties: false },
        ),
        { maxItems: 1000 },
      ),
    ),
    /** Keys of to-dos that are done, or that nobody needs any more. */
    done: T.Optional(T.Array(T.String({ maxLength: 150 }), { maxItems: 1000 })),
    dropped: T.Optional(T.Array(T.String({ maxLength: 150 }), { maxItems: 1000 })),
  },
  { additionalProperties: false },
)
export type Parts = Static<typeof Parts>
