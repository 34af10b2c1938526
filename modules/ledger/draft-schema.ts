import { T, type Static } from '#kernel'
import { CODES, type Draft } from './transfer.ts'

const ID = T.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' })

/** Minor units as digits, at least 1. */
export const AmountText = T.String({ pattern: '^[1-9][0-9]{0,18}$' })
export const Asset = T.String({ pattern: '^[A-Z][A-Z0-9_]{2,15}$' })

export const DraftText = T.Object(
  {
    id: ID,
    kind: T.Enum(['direct', 'pending', 'post', 'void']),
    debit: T.Optional(ID),
    credit: T.Optional(ID),
    asset: T.Optional(Asset),
    amount: T.Optional(AmountText),
    pending: T.Optional(ID),
    due: T.Optional(T.Time()),
    code: T.Optional(T.Integer({ minimum: 0, maximum: 2_147_483_647 })),
    cause: T.Optional(ID),
    linked: T.Optional(T.Boolean()),
  },
  { additionalProperties: false },
)

export const ResultText = T.Object({
  code: T.Enum([...CODES]),
  seq: T.Optional(T.Integer()),
})

export const draftOf = ({ amount, due, ...rest }: Static<typeof DraftText>): Draft => ({
  ...rest,
  ...(amount === undefined ? {} : { amount: BigInt(amount) }),
  ...(due === undefined ? {} : { due: Date.parse(due) }),
})
