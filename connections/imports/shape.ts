import { ref, T } from '#kernel'
import { Account, type AuthSpec } from '#connections/vault'
import { OPENNESS } from './entities.ts'
import type { ConnectorPlan, Operation } from './plan.ts'
import { VERB } from './openapi/settings.ts'

/** What every import is asked for. */
export const about = {
  name: T.String({ pattern: '^[a-z][a-z0-9]{1,30}$', title: 'Short name' }),
  title: T.String({ minLength: 1, maxLength: 100, title: 'Name' }),
  account: T.Optional(ref(Account, { title: 'Linked account' })),
  open: T.Optional(T.Enum(OPENNESS, { default: 'nobody', title: 'For every member' })),
}

const OWN = `${VERB.slice(0, -1)}(\\.[a-z][a-z0-9_]{0,39})$`
const Id = T.String({ maxLength: 100, pattern: '^[a-z][a-z0-9._]*$' })
/** Which of a standard's parts which operation stands for; fields are `standard: own`. */
export const Implementing = T.Array(
  T.Object(
    {
      interface: T.String({ pattern: '^[a-z.]{1,60}@[0-9]{1,3}$' }),
      ids: T.Optional(T.Record(Id, T.String({ pattern: OWN }), { maxProperties: 50 })),
      fields: T.Optional(
        T.Record(T.String({ maxLength: 60 }), T.String({ maxLength: 100 }), { maxProperties: 60 }),
      ),
      without: T.Optional(T.Array(Id, { maxItems: 50 })),
    },
    { additionalProperties: false },
  ),
  { maxItems: 10, title: 'Stands for' },
)

/** A connector of the vault: the ways the document names, for the places where its operations are asked. */
export function connectorOf(
  auth: readonly AuthSpec[],
  server: string,
  operations: readonly Operation[],
): ConnectorPlan {
  const origins = [server, ...operations.flatMap((each) => each.server ?? [])].map(
    (url) => new URL(url).origin,
  )
  return { auth, origins: [...new Set(origins)].slice(0, 20) }
}
